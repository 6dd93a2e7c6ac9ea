global using MasterStep = Kernel.Model.Step<Kernel.Master.Core.MasterInput, Kernel.Master.Core.MasterEffect>;

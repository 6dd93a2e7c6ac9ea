global using ChronosStep = Kernel.Model.Step<Kernel.Chronos.Core.ChronosInput, Kernel.Chronos.Core.ChronosEffect>;

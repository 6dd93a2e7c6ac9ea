global using MarathonStep = Kernel.Model.Step<Kernel.Marathon.Core.MarathonInput, Kernel.Marathon.Core.MarathonEffect>;

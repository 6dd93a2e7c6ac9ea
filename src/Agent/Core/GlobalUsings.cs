global using AgentStep = Kernel.Model.Step<Kernel.Agent.Core.AgentInput, Kernel.Agent.Core.AgentEffect>;

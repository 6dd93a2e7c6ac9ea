global using Kernel.Runtime.Machine;
global using AgentPump = Kernel.Runtime.ChannelPump<Kernel.Agent.Core.AgentInput, Kernel.Agent.Core.AgentEffect>;

global using Kernel.Runtime.Machine;

using System.CommandLine;
using Kernel.Cli;

var root = CommandTree.Build();
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"kernel: {Refusal.MessageOf(parsed)}");
    return ExitCode.Usage;
}

try
{
    // Components end themselves on signals, in their own order; the parser's timeout must not cut that short.
    return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (Refusal.MessageOf(failure) is { } message)
{
    await Console.Error.WriteLineAsync($"kernel: {message}");
    return ExitCode.Failure;
}

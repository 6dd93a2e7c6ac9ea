using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>One real process of the program under test, with what it printed.</summary>
public sealed class KernelProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly Lock gate = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> awaited = [];

    private KernelProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => EndWaits();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The built program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "kernel");

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>How it ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (gate)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts the program.</summary>
    public static KernelProcess Start(params IEnumerable<string> arguments) => Start(Program, arguments, []);

    /// <summary>Starts any program.</summary>
    public static KernelProcess Start(
        string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, string? directory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(start);
    }

    /// <summary>Waits for a line that contains a text.</summary>
    /// <exception cref="TimeoutException">The process ended, or the time ran out; the message has the output.</exception>
    public async Task<string> SeesAsync(string text, TimeSpan? within = null)
    {
        var wait = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (output.ToString().Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            awaited.Add((text, wait));
        }

        if (HasExited)
        {
            EndWaits();
        }

        try
        {
            return await wait.Task.WaitAsync(within ?? Eventually.Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{text}' was not printed; the output was:\n{Output}");
        }
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => SendSignal(process.Id, signal);

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitsAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Eventually.Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"process {Id} did not end; the output was:\n{Output}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            output.Append(line).Append('\n');
            foreach (var wait in awaited.Where(wait => line.Contains(wait.Text, StringComparison.Ordinal)))
            {
                wait.Seen.TrySetResult(line);
            }
        }
    }

    private void EndWaits()
    {
        lock (gate)
        {
            foreach (var (text, seen) in awaited)
            {
                seen.TrySetException(new TimeoutException($"the process ended before it printed '{text}':\n{output}"));
            }
        }
    }

    /// <summary>Sends a signal to any process.</summary>
    public static void SendSignal(int processId, int signal) => Kill(processId, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}

/// <summary>The signals the tests send.</summary>
public static class Signals
{
    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGUSR1.</summary>
    public const int User1 = 10;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;
}

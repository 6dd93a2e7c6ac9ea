using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kernel.Tests.Support.Servers;

/// <summary>A foreign server that a test starts, in a folder of its own which goes with it.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;

    private ServerProcess(Process process, DirectoryInfo folder)
    {
        this.process = process;
        this.folder = folder;
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A program on the path; null if there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(System.IO.File.Exists);

    /// <summary>Starts a server and waits until its port answers.</summary>
    public static async Task<ServerProcess> StartAsync(DirectoryInfo folder, int port, string program, params string[] arguments)
    {
        var log = Path.Combine(folder.FullName, "log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, program, .. arguments])
        {
            WorkingDirectory = folder.FullName,
        };
        var server = new ServerProcess(Process.Start(start)!, folder);
        for (var i = 0; !await AnswersAsync(port); i++)
        {
            if (i > 300 || server.process.HasExited)
            {
                var said = await File.ReadAllTextAsync(log);
                server.Dispose();
                throw new InvalidOperationException($"{program} does not answer: {said}");
            }

            await Task.Delay(100);
        }

        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    public static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complaints = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {said.Result}{complaints}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
        process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void End(object? sender, EventArgs e)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        if (folder.Exists)
        {
            folder.Delete(recursive: true);
        }
    }
}

using System.Runtime.InteropServices;

namespace Kernel.Cli.Components;

/// <summary>Waits for the signals that end a component.</summary>
internal sealed class Signals : IDisposable
{
    private readonly TaskCompletionSource<PosixSignal> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>SIGUSR1, which .NET has no name for.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    public Signals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                received.TrySetResult(context.Signal);
            }));
        }

        registrations.Add(PosixSignalRegistration.Create(User1, context =>
        {
            context.Cancel = true;
            left.TrySetResult();
        }));
    }

    /// <summary>Ends with the first of SIGINT, SIGTERM and SIGQUIT.</summary>
    public Task Ended => received.Task;

    /// <summary>Ends with SIGUSR1, by which an agent is told to leave for good.</summary>
    public Task Left => left.Task;

    /// <inheritdoc/>
    public void Dispose() => registrations.ForEach(static registration => registration.Dispose());
}

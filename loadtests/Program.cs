using LoadTests;
using LoadTests.Allocation;
using LoadTests.Cluster;
using LoadTests.Executor;
using LoadTests.Master;

ILoadTest[] tests =
[
    new AllocationLoad(),
    new QuotaLoad(),
    new SpawnLoad(),
    new LaunchLoad(),
    new ReregistrationLoad(),
    new StateLoad(),
    new MemoryLoad(),
];

switch (args)
{
    case ["list"]:
        foreach (var test in tests)
        {
            Console.WriteLine($"{test.Name,-16} {test.Summary}");
        }

        return 0;

    case ["run", var name, .. var rest] when tests.FirstOrDefault(test => test.Name == name) is { } test:
        using (var stop = new CancellationTokenSource())
        {
            Console.CancelKeyPress += (_, press) =>
            {
                press.Cancel = true;
                stop.Cancel();
            };
            var options = new LoadTestOptions(rest);
            await test.RunAsync(options, new(Console.Out, options.Has("json")), stop.Token);
        }

        return 0;

    case ["executor-host", "--socket", var socket, ..]:
        await SpawnLoad.BeHostAsync(socket);
        return 0;

    default:
        Console.Error.WriteLine("usage: loadtests list | run NAME [--option value ...] [--json]");
        return 2;
}

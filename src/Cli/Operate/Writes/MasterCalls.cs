using System.Text;
using Kernel.Protocol;
using Mesos.V1.Master;

namespace Kernel.Cli.Operate.Writes;

/// <summary>The calls of the v1 operator API of a master (mesos.md 8.1).</summary>
internal static class MasterCalls
{
    private const string Path = "api/v1";

    extension(Api master)
    {
        /// <summary>Where the calls go.</summary>
        public string CallsUrl => $"{master.Address}{Path}";

        /// <summary>Asks the master something.</summary>
        /// <exception cref="Refusal">The master does not answer, or refuses.</exception>
        public async Task<Response> AskAsync(Call.Types.Type type, CancellationToken stop)
        {
            try
            {
                return MesosJson.Parse<Response>(await master.PostAsync(Path, Text(new() { Type = type }), stop));
            }
            catch (MesosJsonException malformed)
            {
                throw new Refusal($"{master.CallsUrl} answers {type} with what is none: {malformed.Message}");
            }
        }

        /// <summary>Tells the master to change something.</summary>
        /// <exception cref="Refusal">The master does not answer, or refuses.</exception>
        public Task TellAsync(Call call, CancellationToken stop) => master.PostAsync(Path, Text(call), stop);
    }

    private static string Text(Call call) => Encoding.UTF8.GetString(MesosJson.Write(call));
}

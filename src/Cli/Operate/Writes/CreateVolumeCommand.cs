using System.CommandLine;
using Mesos.V1;
using Mesos.V1.Master;
using DiskInfo = Mesos.V1.Resource.Types.DiskInfo;
using ReservationInfo = Mesos.V1.Resource.Types.ReservationInfo;

namespace Kernel.Cli.Operate.Writes;

/// <summary><c>kernel volumes create AGENT --role ROLE --id ID --size MB --path PATH [--shared]</c>.</summary>
internal static class CreateVolumeCommand
{
    public static Command Build(Connection connection)
    {
        var name = new VolumeName();
        var size = new Option<double>("--size") { Description = "How large it is, in MB.", Required = true };
        var path = new Option<string>("--path") { Description = "Where tasks see it, relative to their sandbox.", Required = true };
        var principal = new Option<string?>("--principal") { Description = "The principal of the reservation, and of the volume." };
        var shared = new Option<bool>("--shared") { Description = "Several tasks may use it at once." };
        return WriteCommand.Build(
            connection,
            "create",
            "Make a persistent volume on disk that is reserved for a role (see kernel reserve).",
            [.. name.Symbols, size, path, principal, shared],
            async (parsed, master, stop) =>
            {
                var disk = Disk(name.IdOf(parsed), parsed.GetValue(path)!, parsed.GetValue(principal));
                var volume = Volume(name.RoleOf(parsed), parsed.GetValue(size), disk, parsed.GetValue(principal));
                volume.Shared = parsed.GetValue(shared) ? new() : null;
                var agent = await name.AgentOfAsync(parsed, master, stop);
                var call = new Call.Types.CreateVolumes { AgentId = agent, Volumes = { volume } };
                return new(
                    new() { Type = Call.Types.Type.CreateVolumes, CreateVolumes = call },
                    $"Volume {name.IdOf(parsed)} of {name.RoleOf(parsed)} is made on agent {call.AgentId.Value}.");
            });
    }

    private static DiskInfo Disk(string id, string path, string? principal)
    {
        var disk = new DiskInfo
        {
            Persistence = new() { Id = id }, Volume = new() { ContainerPath = path, Mode = Mesos.V1.Volume.Types.Mode.Rw },
        };
        if (principal is not null)
        {
            disk.Persistence.Principal = principal;
        }

        return disk;
    }

    private static Resource Volume(string role, double size, DiskInfo disk, string? principal)
    {
        var reservation = new ReservationInfo { Type = ReservationInfo.Types.Type.Dynamic, Role = role };
        if (principal is not null)
        {
            reservation.Principal = principal;
        }

        return new()
        {
            Name = "disk",
            Type = Value.Types.Type.Scalar,
            Scalar = new() { Value = size },
            Reservations = { reservation },
            Disk = disk,
        };
    }
}

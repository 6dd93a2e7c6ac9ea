using System.Buffers;
using System.Text;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.Wire;
using Mesos.V1;
using Task = Mesos.V1.Task;

namespace Kernel.Master.Server.Lifting;

/// <summary>
/// Lifts the tasks of one agent out of the bytes of its message. What is only carried stays bytes; what many tasks have in common is kept
/// once: their agent's id, their frameworks' ids, and their resources.
/// </summary>
/// <param name="agent">The agent.</param>
internal sealed class TaskLifting(AgentId agent)
{
    private static readonly BytesMemo<FrameworkId> Frameworks = new(1024, static id => new(Encoding.UTF8.GetString(id)));

    private readonly byte[] agentId = Encoding.UTF8.GetBytes(agent.Value);
    private readonly ArrayBufferWriter<byte> carried = new();
    private readonly ArrayBufferWriter<byte> resources = new();
    private readonly ArrayBufferWriter<byte> statuses = new();

    /// <summary>A task that the agent reports.</summary>
    /// <param name="task">The serialized <c>mesos.v1.Task</c>, which is plain (<see cref="PlainBytes"/>).</param>
    /// <exception cref="InvalidResourceException">A resource in it is not well formed.</exception>
    public TaskEntry Lift(ReadOnlySpan<byte> task)
    {
        carried.ResetWrittenCount();
        resources.ResetWrittenCount();
        statuses.ResetWrittenCount();
        var told = default(Told);
        var reader = new WireReader(task);
        while (reader.Next())
        {
            Keep(reader);
            told.Take(reader);
        }

        return new()
        {
            Key = new(Frameworks.Of(told.Framework), new(Encoding.UTF8.GetString(told.Task))),
            Agent = told.Agent.SequenceEqual(agentId) ? agent : new(Encoding.UTF8.GetString(told.Agent)),
            Executor = told.Executor.IsEmpty ? null : new ExecutorId(Encoding.UTF8.GetString(told.Executor)),
            Resources = SharedParts.Bag(resources.WrittenSpan),
            Carried = ByteString.CopyFrom(carried.WrittenSpan),
            State = told.State,
            UpdateState = told.UpdateState,
            UpdateUuid = ByteString.CopyFrom(told.UpdateUuid),
            StatusBytes = ByteString.CopyFrom(statuses.WrittenSpan),
        };
    }

    /// <summary>Puts a field where the likes of it are kept.</summary>
    private void Keep(in WireReader field)
    {
        switch (field.Number)
        {
            case Task.ResourcesFieldNumber:
                resources.Write(field.Raw);
                break;
            case Task.StatusesFieldNumber:
                statuses.Write(field.Raw);
                break;
            case <= Task.AgentIdFieldNumber or (>= Task.LabelsFieldNumber and <= Task.LimitsFieldNumber):
                carried.Write(field.Raw);
                break;
        }
    }

    /// <summary>What is taken out of a task; ids in UTF-8.</summary>
    private ref struct Told
    {
        public ReadOnlySpan<byte> Task { get; private set; }

        public ReadOnlySpan<byte> Framework { get; private set; }

        public ReadOnlySpan<byte> Executor { get; private set; }

        public ReadOnlySpan<byte> Agent { get; private set; }

        public TaskState State { get; private set; }

        public TaskState? UpdateState { get; private set; }

        public ReadOnlySpan<byte> UpdateUuid { get; private set; }

        /// <summary>Takes what a field says.</summary>
        public void Take(in WireReader field)
        {
            switch (field.Number)
            {
                case Mesos.V1.Task.TaskIdFieldNumber:
                    Task = Value(field.Bytes);
                    break;
                case Mesos.V1.Task.FrameworkIdFieldNumber:
                    Framework = Value(field.Bytes);
                    break;
                case Mesos.V1.Task.ExecutorIdFieldNumber:
                    Executor = Value(field.Bytes);
                    break;
                case Mesos.V1.Task.AgentIdFieldNumber:
                    Agent = Value(field.Bytes);
                    break;
                case Mesos.V1.Task.StateFieldNumber:
                    State = (TaskState)(int)field.Bits;
                    break;
                case Mesos.V1.Task.StatusUpdateStateFieldNumber:
                    UpdateState = (TaskState)(int)field.Bits;
                    break;
                case Mesos.V1.Task.StatusUpdateUuidFieldNumber:
                    UpdateUuid = field.Bytes;
                    break;
            }
        }

        /// <summary>The only field of the message of an id.</summary>
        private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> id)
        {
            var reader = new WireReader(id);
            while (reader.Next())
            {
                if (reader.Number == TaskID.ValueFieldNumber)
                {
                    return reader.Bytes;
                }
            }

            return default;
        }
    }
}

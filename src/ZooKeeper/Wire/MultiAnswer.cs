namespace Kernel.ZooKeeper.Wire;

/// <summary>Reads the answer to a transaction.</summary>
internal static class MultiAnswer
{
    /// <summary>Why it was refused; null if all of it was done.</summary>
    /// <returns>Which operation failed, counted from 0, and why.</returns>
    public static (int Index, ZooKeeperError Error)? RefusalIn(ReadOnlySpan<byte> body)
    {
        var reader = new JuteReader(body);
        for (var index = 0; ; index++)
        {
            var kind = (Opcode)reader.Int();
            var isDone = reader.Bool();
            reader.Int();
            if (isDone)
            {
                return null;
            }

            // Those before the one that failed say that nothing is wrong with them, those after it that they were not tried.
            if (kind == Opcode.Error && (ZooKeeperError)reader.Int() is not (ZooKeeperError.None or ZooKeeperError.NotTried) and var error)
            {
                return (index, error);
            }

            Skip(ref reader, kind);
        }
    }

    private static void Skip(ref JuteReader reader, Opcode kind)
    {
        if (kind == Opcode.Create)
        {
            reader.Text();
        }
        else if (kind == Opcode.SetData)
        {
            reader.Stat();
        }
    }
}

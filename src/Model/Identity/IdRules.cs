namespace Kernel.Model;

/// <summary>Which texts may be ids (Mesos: src/common/validation.cpp, validateID).</summary>
public static class IdRules
{
    /// <summary>The longest id, in UTF-8 bytes.</summary>
    public const int BytesMax = 255;

    /// <summary>Why a text may not be a task, executor, framework, agent or persistence id; null if it may.</summary>
    public static string? Refuse(string id)
    {
        if (id.Length == 0)
        {
            return "ID must be non-empty";
        }

        if (System.Text.Encoding.UTF8.GetByteCount(id) > BytesMax)
        {
            return $"ID must not be greater than {BytesMax} characters";
        }

        if (id is "." or "..")
        {
            return $"'{id}' is disallowed";
        }

        foreach (var c in id)
        {
            if (c is '/' or '\\' || char.IsControl(c))
            {
                return $"'{id}' contains invalid characters";
            }
        }

        return null;
    }
}

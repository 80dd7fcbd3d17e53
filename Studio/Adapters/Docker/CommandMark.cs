using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Studio.Adapters.Docker;

/// <summary>
/// A variable that a command and everything it starts is told by: the engine has no call that ends a command. See
/// <see href="https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html">proc_pid_environ</see>.
/// </summary>
readonly record struct CommandMark(string Value)
{
    /// <summary>
    /// How often is looked again while there was something to end. What is being started has no variables for a moment, and what ends may
    /// have started another one just before.
    /// </summary>
    const int MostRounds = 50;

    /// <summary>For a container that Studio cannot look into from outside. <c>$0</c> is the mark, <c>$1</c> how often to look.</summary>
    const string Script = """
        while [ "$1" -gt 0 ]; do
            found=
            for p in /proc/[0-9]*; do
                case $(tr '\0' '\n' 2>/dev/null < $p/environ) in
                    *"$0"*) kill -9 ${p#/proc/} && found=1 ;;
                esac
            done
            [ "$found" ] || break
            set -- $(($1 - 1))
        done
        """;

    public static CommandMark New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>A command that ends everything with this mark from inside; without a mark of its own.</summary>
    public IReadOnlyList<string> Killer => ["sh", "-c", Script, $"{this}", $"{MostRounds}"];

    public override string ToString() => $"STUDIO_COMMAND={Value}";

    /// <summary>Ends everything with this mark that runs on this machine.</summary>
    /// <returns>Whether there was any that this user may see and end.</returns>
    public bool Kill()
    {
        var mark = Encoding.ASCII.GetBytes(ToString());
        var rounds = 0;
        while (KillFound(mark) && rounds < MostRounds)
            rounds++;
        return rounds > 0;
    }

    static bool KillFound(byte[] mark)
    {
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid) || !Has(folder, mark))
                continue;
            try
            {
                using var process = Process.GetProcessById(pid);
                // Once more: the number may be another process' by now.
                if (Has(folder, mark))
                    process.Kill();
                found = true;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException) { }
            catch (System.ComponentModel.Win32Exception) { }
        }

        return found;
    }

    static bool Has(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

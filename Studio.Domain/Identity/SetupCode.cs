using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Studio.Domain.Identity;

/// <summary>
/// Proves that whoever sets Studio up can read the server's log or its files. Exists until the first administrator does; there is
/// no default password.
/// </summary>
/// <param name="file"><c>setup-code</c> in the data directory, for the owner's eyes only.</param>
public sealed partial class SetupCode(string file, ILogger<SetupCode> log)
{
    const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    const int Length = 20;

    string? _code;

    /// <summary>Whether Studio still waits for its first administrator.</summary>
    public bool IsNeeded => _code is not null;

    /// <summary>Makes the code, or finds the one of an earlier start, and says it in the log.</summary>
    public void Announce()
    {
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(RandomNumberGenerator.GetString(Alphabet, Length));
        }

        _code = File.ReadAllText(file).Trim();
        LogCode(_code, file);
    }

    public bool Matches(string code) =>
        _code is { Length: > 0 } expected
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(code.Trim()),
            Encoding.UTF8.GetBytes(expected)
        );

    /// <summary>The code has been used, or Studio has been set up before.</summary>
    public void Forget()
    {
        _code = null;
        File.Delete(file);
    }

    [LoggerMessage(LogLevel.Warning, "Studio waits for its first administrator. Setup code: {Code} (also in {File}).")]
    partial void LogCode(string code, string file);
}

using System.Text;
using Microsoft.Extensions.Logging;
using Studio.Domain.Common;

namespace Studio.Domain.Vault;

/// <summary>Where a master key may be. The first source that exists is the only one that is asked.</summary>
/// <param name="CredentialsDirectory">
/// Of systemd (<see href="https://systemd.io/CREDENTIALS/"/>), where it holds <c>studio-master-key</c>; null without systemd.
/// </param>
/// <param name="File"><c>Studio:MasterKeyFile</c>.</param>
/// <param name="Environment"><c>STUDIO_MASTER_KEY</c>; null when not set.</param>
public sealed record MasterKeyPlaces(string? CredentialsDirectory, string File, SecretText? Environment);

/// <summary>Finds the master key, and makes one for a new installation.</summary>
public sealed partial class MasterKeySources(MasterKeyPlaces places, ILogger<MasterKeySources> log)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    string? Credential => places.CredentialsDirectory is { } folder ? Path.Combine(folder, "studio-master-key") : null;

    /// <returns>The key, or what keeps it from being used. Never a part of a key.</returns>
    public MasterKeySearch Find()
    {
        if (Credential is { } credential && File.Exists(credential))
            return Parse(File.ReadAllText(credential), "The systemd credential studio-master-key");
        if (UnixFile.Find(places.File) is { } file)
        {
            if (places.Environment is not null)
                LogIgnored(places.File);
            return FindInFile(file);
        }

        if (places.Environment is { } text)
        {
            LogEnvironment();
            return Parse(text.Reveal(), "STUDIO_MASTER_KEY");
        }

        return new(null, $"There is no master key at {places.File}.", Absent: true);
    }

    /// <summary>Makes the master key file. The caller has made sure that nothing is encrypted yet.</summary>
    public MasterKey Create()
    {
        var key = MasterKey.Create();
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using (var file = new FileStream(places.File, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key.Reveal() + "\n"));
            file.Flush(flushToDisk: true);
        }

        LogCreated(key.Id, places.File);
        return key;
    }

    MasterKeySearch FindInFile(UnixFile file) =>
        !file.IsRegular ? new(null, $"The master key {places.File} must be a file, not a link or anything else.")
        : !file.IsOurs ? new(null, $"The master key {places.File} must belong to the user that Studio runs as.")
        : (file.Mode & ~OwnerOnly) != 0
            ? new(null, $"The master key {places.File} can be read by others: make it 0600 (chmod 600).")
        : Parse(File.ReadAllText(places.File), $"The master key {places.File}");

    static MasterKeySearch Parse(string text, string source) =>
        MasterKey.Parse(text) is { } key ? new(key, null) : new(null, $"{source} is not 32 bytes in base64.");

    [LoggerMessage(
        LogLevel.Warning,
        "Made the master key {Id} in {File}. Keep a copy of this file elsewhere, apart from backups: without it nothing that is stored can be opened."
    )]
    partial void LogCreated(string id, string file);

    [LoggerMessage(LogLevel.Warning, "STUDIO_MASTER_KEY is ignored: {File} exists.")]
    partial void LogIgnored(string file);

    [LoggerMessage(
        LogLevel.Warning,
        "The master key comes from STUDIO_MASTER_KEY: whoever may look at this process sees it. A file or a systemd credential is safer."
    )]
    partial void LogEnvironment();
}

/// <param name="Key">Null when there is none to be used.</param>
/// <param name="Reason">Why not, in a sentence.</param>
/// <param name="Absent">No source exists at all, so that one may be made.</param>
public sealed record MasterKeySearch(MasterKey? Key, string? Reason, bool Absent = false);

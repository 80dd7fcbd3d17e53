using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Cli.Identity;
using Studio.Cli.SecretKeys;
using Studio.Client.Common;

namespace Studio.Cli;

/// <summary>How the command's own types are written and read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(CredentialFile))]
[JsonSerializable(typeof(IReadOnlyList<SecretRow>))]
internal sealed partial class CliJson : JsonSerializerContext;

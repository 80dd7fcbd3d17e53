using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Studio.Client.Audit;
using Studio.Client.Commands;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Images;
using Studio.Client.Launches;
using Studio.Client.Logs;
using Studio.Client.Metrics;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.Client.Vault;

namespace Studio.Client;

/// <summary>
/// How every wire type is written and read. <see cref="Default"/> reads strictly, as a server must: unknown, doubled and
/// missing members are a <see cref="JsonException"/>. <see cref="Tolerant"/> skips unknown ones, as a client of a newer
/// server must.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    PropertyNameCaseInsensitive = false,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(ProblemResponse))]
// Identity
[JsonSerializable(typeof(SetupRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(CreatedTokenResponse))]
[JsonSerializable(typeof(PagedResponse<TokenResponse>))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(PagedResponse<UserResponse>))]
[JsonSerializable(typeof(CreateProjectRequest))]
[JsonSerializable(typeof(PagedResponse<ProjectResponse>))]
// Secret keys
[JsonSerializable(typeof(CreateSecretKeysRequest))]
[JsonSerializable(typeof(UpdateSecretKeysRequest))]
[JsonSerializable(typeof(SetEntryRequest))]
[JsonSerializable(typeof(SecretKeysResponse))]
[JsonSerializable(typeof(PagedResponse<SecretKeysListItemResponse>))]
[JsonSerializable(typeof(PagedResponse<SecretKeysVersionResponse>))]
[JsonSerializable(typeof(SecretKeysUsageResponse))]
[JsonSerializable(typeof(IReadOnlyList<PresetResponse>))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(ImportResponse))]
[JsonSerializable(typeof(PullSecretUsageResponse))]
[JsonSerializable(typeof(SwitchRequest))]
[JsonSerializable(typeof(SwitchResponse))]
[JsonSerializable(typeof(RolloutResponse))]
[JsonSerializable(typeof(IReadOnlyList<UserSecretKeysResponse>))]
// Pull secrets
[JsonSerializable(typeof(PullSecretRequest))]
[JsonSerializable(typeof(UpdatePullSecretRequest))]
[JsonSerializable(typeof(TestPullSecretRequest))]
[JsonSerializable(typeof(TestUnsavedPullSecretRequest))]
[JsonSerializable(typeof(PullSecretTestResponse))]
[JsonSerializable(typeof(PagedResponse<PullSecretResponse>))]
// Services
[JsonSerializable(typeof(CreateServiceRequest))]
[JsonSerializable(typeof(UpdateServiceRequest))]
[JsonSerializable(typeof(LaunchServiceRequest))]
[JsonSerializable(typeof(StopServiceRequest))]
[JsonSerializable(typeof(RollBackServiceRequest))]
[JsonSerializable(typeof(PagedResponse<ServiceEventResponse>))]
[JsonSerializable(typeof(ServiceHealthResponse))]
[JsonSerializable(typeof(ServiceResponse))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(PagedResponse<ServiceListItemResponse>))]
[JsonSerializable(typeof(PagedResponse<RevisionResponse>))]
// Launches
[JsonSerializable(typeof(LaunchAcceptedResponse))]
[JsonSerializable(typeof(LaunchesAcceptedResponse))]
[JsonSerializable(typeof(LaunchEventResponse))]
[JsonSerializable(typeof(PagedResponse<LaunchResponse>))]
// Images
[JsonSerializable(typeof(PagedResponse<ImageResponse>))]
[JsonSerializable(typeof(PruneImagesRequest))]
[JsonSerializable(typeof(PruneImagesResponse))]
[JsonSerializable(typeof(PulledImageResponse))]
// Metrics
[JsonSerializable(typeof(ServiceStatsResponse))]
[JsonSerializable(typeof(LogLineResponse))]
[JsonSerializable(typeof(IReadOnlyList<LogInstanceResponse>))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(ExecResponse))]
[JsonSerializable(typeof(OpenTerminalRequest))]
[JsonSerializable(typeof(TerminalResponse))]
[JsonSerializable(typeof(TerminalSizeMessage))]
// Audit
[JsonSerializable(typeof(AuditVerifyResponse))]
[JsonSerializable(typeof(PagedResponse<AuditEntryResponse>))]
// Vault
[JsonSerializable(typeof(KeysStatusResponse))]
[JsonSerializable(typeof(UnsealRequest))]
public sealed partial class StudioJson : JsonSerializerContext
{
    /// <summary>The same, but unknown members are skipped: for answers.</summary>
    public static StudioJson Tolerant =>
        field ??= new(new(Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });

    /// <summary>Key of <see cref="Exception.Data"/>: which item it was, as a path that goes on from the exception's own.</summary>
    public const string NullItem = "item";

    /// <summary>Makes options read and write as <see cref="Default"/> does.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        var own = Default.GeneratedSerializerOptions!;
        options.TypeInfoResolverChain.Insert(0, Default.WithAddedModifier(RefuseNullItems));
        foreach (var converter in own.Converters)
            options.Converters.Add(converter);
        options.PropertyNamingPolicy = own.PropertyNamingPolicy;
        options.PropertyNameCaseInsensitive = own.PropertyNameCaseInsensitive;
        options.NumberHandling = own.NumberHandling;
        options.UnmappedMemberHandling = own.UnmappedMemberHandling;
        options.AllowDuplicateProperties = own.AllowDuplicateProperties;
        options.RespectNullableAnnotations = own.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = own.RespectRequiredConstructorParameters;
    }

    // RespectNullableAnnotations does not look into lists, and no list of ours has a use for null.
    static void RefuseNullItems(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var lists = type
            .Properties.Where(property =>
                property.Get is not null && property.PropertyType.IsAssignableTo(typeof(IEnumerable))
            )
            .Where(property => property.PropertyType != typeof(string))
            .ToList();
        if (lists.Count == 0)
            return;
        type.OnDeserialized += read =>
        {
            foreach (var list in lists)
            {
                var index = (list.Get!(read) as IEnumerable)?.Cast<object?>().ToList().IndexOf(null) ?? -1;
                if (index >= 0)
                    throw new JsonException($"'{list.Name}' must not hold null.")
                    {
                        Data = { [NullItem] = $"{list.Name}[{index}]" },
                    };
            }
        };
    }
}

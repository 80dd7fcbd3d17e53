using System.Text.Json.Serialization;
using Studio.Docker.Containers;
using Studio.Docker.Daemon;
using Studio.Docker.Distribution;
using Studio.Docker.Exec;
using Studio.Docker.Images;
using Studio.Docker.Networks;

namespace Studio.Docker.Transport;

/// <summary>
/// The wire format. The engine writes most names as .NET does; the others are named where they stand. Unknown members are skipped: a
/// newer engine says more.
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(RegistryAuthWire))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(ContainerSpec))]
[JsonSerializable(typeof(ContainerCreated))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(ContainerSummary[]))]
[JsonSerializable(typeof(ContainerUpdateWire))]
[JsonSerializable(typeof(ContainerExit))]
[JsonSerializable(typeof(ContainerStats))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(ImageSummary[]))]
[JsonSerializable(typeof(ImageProgressWire))]
[JsonSerializable(typeof(ImageRemoval[]))]
[JsonSerializable(typeof(NetworkSpec))]
[JsonSerializable(typeof(NetworkCreatedWire))]
[JsonSerializable(typeof(NetworkDetails))]
[JsonSerializable(typeof(NetworkDetails[]))]
[JsonSerializable(typeof(NetworkConnectWire))]
[JsonSerializable(typeof(NetworkDisconnectWire))]
[JsonSerializable(typeof(DistributionDetails))]
[JsonSerializable(typeof(ExecSpec))]
[JsonSerializable(typeof(ExecDetails))]
[JsonSerializable(typeof(ExecCreatedWire))]
[JsonSerializable(typeof(ExecStartWire))]
sealed partial class DockerJson : JsonSerializerContext;

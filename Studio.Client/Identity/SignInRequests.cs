using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>Creates the first administrator. 409 once there is one.</summary>
/// <param name="Code">The single-use code that the server printed at its first start.</param>
public sealed record SetupRequest(SecretValue Code, string Email, SecretValue Password);

/// <param name="Otp">The six digits of the second factor, where the user has one.</param>
public sealed record LoginRequest(
    string Email,
    SecretValue Password,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SecretValue? Otp = null
);

/// <summary>The answer of setup and login.</summary>
/// <param name="Token">A bearer token, <c>stu_…</c>; said this once.</param>
public sealed record LoginResponse(SecretValue Token);

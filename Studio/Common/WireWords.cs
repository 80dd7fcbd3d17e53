using System.Text.Json;

namespace Studio.Common;

static class WireWords
{
    /// <summary>The wire's word for an enum's member: <c>WaitingHealthy</c> is <c>waiting-healthy</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");
}

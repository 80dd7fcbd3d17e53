using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Studio.Hosting;

/// <summary>The start cannot go on. The message is one sentence for the operator, and names the setting to change.</summary>
/// <param name="key">The configuration key, such as <c>Studio:DataDirectory</c>.</param>
/// <param name="reason">The rest of the sentence. It does not quote values, which may be secrets.</param>
public sealed class StartException(string key, string reason) : Exception($"{key} {reason}")
{
    /// <summary>The sentence of an exception that is the operator's to mend; null: it is a bug or an outage.</summary>
    public static string? Find(Exception error) =>
        error switch
        {
            StartException => error.Message,
            IOException { InnerException: AddressInUseException } => "Urls names an address that is in use already.",
            SocketException => "Urls names an address that this machine does not have, or that Studio may not use.",
            _ => null,
        };
}

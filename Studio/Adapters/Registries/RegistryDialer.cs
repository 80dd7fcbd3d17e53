using System.Net;
using System.Net.Sockets;
using Studio.Domain.PullSecrets;

namespace Studio.Adapters.Registries;

/// <summary>
/// Opens connections to registries. The address that is dialled is what is checked, so that a name cannot stand for one address
/// when it is looked at and for another one when it is used.
/// </summary>
sealed class RegistryDialer(bool denyPrivate)
{
    /// <summary>The addresses behind a name.</summary>
    /// <exception cref="SocketException">There are none.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken stop) =>
        IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, stop);

    /// <summary>Why none of the addresses may be dialled, or null when one may.</summary>
    public string? Refusal(IEnumerable<IPAddress> addresses)
    {
        var refusals = addresses.Select(address => RegistryAddresses.Refusal(address, denyPrivate)).ToList();
        return refusals.Contains(null) ? null : refusals.FirstOrDefault();
    }

    /// <param name="loopbackOnly">For what is not protected by a trusted certificate.</param>
    /// <exception cref="AddressRefusedException">No address of that name may be dialled.</exception>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, bool loopbackOnly, CancellationToken stop)
    {
        var addresses = await ResolveAsync(host, stop);
        if (Refusal(addresses) is { } refusal)
            throw new AddressRefusedException(refusal);
        var allowed = addresses.Where(address =>
            RegistryAddresses.Refusal(address, denyPrivate) is null && (!loopbackOnly || IPAddress.IsLoopback(address))
        );
        SocketException? failure = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), stop);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostUnreachable);
    }
}

/// <summary>The message is a sentence for people.</summary>
sealed class AddressRefusedException(string message) : Exception(message);

using System.Text.RegularExpressions;
using Studio.Client.Services;

namespace Studio.EndToEnd.Leaks;

/// <summary>A script for containers that prints the secret in <c>$KEY</c> as accidents do, a line for each.</summary>
static class Accidents
{
    const string Path = "/accidents.sh";

    public const string Script = """
        echo "raw $KEY"
        echo "base64 $(printf %s "$KEY" | /bin/busybox base64 -w0)"
        echo "prefixed $(printf %s "user:$KEY" | /bin/busybox base64 -w0)"
        echo "wrapped $(printf %s "$KEY" | /bin/busybox base64 -w 20)"
        echo "hex $(printf %s "$KEY" | /bin/busybox xxd -p | tr -d '\n')"
        echo "json $(printf %s "$KEY" | sed 's/"/\\"/g')"
        echo "url $(printf %s "$KEY" | sed 's/%/%25/g;s/+/%2B/g;s#/#%2F#g;s/&/%26/g;s/ /%20/g;s/"/%22/g;s/</%3C/g;s/>/%3E/g;s/=/%3D/g;s/é/%C3%A9/g')"
        printf 'split %s' "${KEY:0:12}"; sleep 1; printf '%s\n' "${KEY:12}"
        printf 'coloured \033[31m%s\033[0m\n' "$KEY"
        printf 'striped \033[31m%s\033[1;32m%s\033[0m\n' "${KEY:0:14}" "${KEY:14}"
        echo "error $KEY" >&2
        """;

    /// <summary>Runs the script where it is a file.</summary>
    public static string Command => $"sh {Path}";

    /// <summary>The script as a file of a service.</summary>
    public static StorageDefinition File => new() { Files = [new(Path, Script)] };

    /// <summary>What is seen of each, once it is redacted.</summary>
    /// <param name="name">Of the secret.</param>
    public static IEnumerable<Regex> Redacted(string name) =>
        ((string[])["raw", "base64", "json", "url", "hex", "split", "coloured", "striped", "error"])
            .Select(how => new Regex($@"{how} .*\[redacted:{name}\]"))
            .Append(new Regex($@"prefixed [A-Za-z0-9]{{6}}\[redacted:{name}\]"));
}

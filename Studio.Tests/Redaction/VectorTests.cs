using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Studio.Domain.Common;
using Studio.Domain.Redaction;

namespace Studio.Tests.Redaction;

/// <summary>
/// What other programs make of a value. The outputs in <c>vectors.json</c> were written by Python's, Node's and .NET's own encoders, or are what PHP's are said to write, with
/// what has to be left of each of them.
/// </summary>
public sealed class VectorTests
{
    static readonly Vectors _file = Read();

    static readonly KnownValues _known = new(_file.Values.Select(pair => (pair.Key, new SecretText(pair.Value))));

    public static TheoryData<string> Names => [.. _file.List.Select(vector => vector.Name ?? "").Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_encoded_value_is_found_however_it_was_cut(string name)
    {
        foreach (var vector in _file.List.Where(vector => (vector.Name ?? "") == name))
        {
            foreach (var piece in (int[])[int.MaxValue, 1, 2, 3, 7])
                Assert.Equal((vector.How, vector.Redacted), (vector.How, Redact(vector.Output, piece)));
        }
    }

    static string Redact(string output, int piece)
    {
        ArrayBufferWriter<byte> redacted = new();
        var redactor = _known.Begin();
        foreach (var part in Encoding.UTF8.GetBytes(output).Chunk(piece))
            redactor.Write(part, redacted);
        redactor.Complete(redacted);
        return Encoding.UTF8.GetString(redacted.WrittenSpan);
    }

    static Vectors Read([CallerFilePath] string here = "")
    {
        using var file = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "vectors.json"))
        );
        return new(
            file.RootElement.GetProperty("values").Deserialize<Dictionary<string, string>>()!,
            file.RootElement.GetProperty("vectors").Deserialize<Vector[]>(JsonSerializerOptions.Web)!
        );
    }

    sealed record Vectors(Dictionary<string, string> Values, Vector[] List);

    sealed record Vector(string How, string? Name, string Output, string Redacted);
}

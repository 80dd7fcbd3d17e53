using System.Collections.Concurrent;

namespace Studio.EndToEnd.Hosting;

/// <summary>Keeps every answer of a server, headers and body.</summary>
public sealed class AnswerLog
{
    readonly ConcurrentQueue<string> _answers = new();

    public IReadOnlyCollection<string> All => [.. _answers];

    public string Text => string.Join('\n', _answers);

    internal void Add(string answer) => _answers.Enqueue(answer);
}

/// <summary>Reads answers into an <see cref="AnswerLog"/> before it hands them on, streams at their end.</summary>
sealed class AnswerRecorder(AnswerLog log) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var answer = await base.SendAsync(request, stop);
        await answer.Content.LoadIntoBufferAsync(stop);
        var body = await answer.Content.ReadAsStringAsync(stop);
        log.Add($"{request.Method} {request.RequestUri} {answer}\n{body}");
        return answer;
    }
}

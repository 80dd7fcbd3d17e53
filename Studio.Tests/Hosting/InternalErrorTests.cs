using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Studio.Client.Identity;
using Studio.Domain.Identity;

namespace Studio.Tests.Hosting;

/// <summary>The answer to a bug says nothing of it, so the log must.</summary>
public sealed class InternalErrorTests : IAsyncLifetime
{
    const string Canary = "canary-value-31415";

    readonly RecordedLog _log = new();
    readonly StudioApp _studio;

    public InternalErrorTests() =>
        _studio = new StudioApp
        {
            Configure = services =>
                services.AddSingleton<ILoggerProvider>(_log).AddSingleton<IPasswordHasher<User>, BrokenHasher>(),
        };

    public ValueTask InitializeAsync() => _studio.StartAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task A_bug_is_in_the_log_with_its_place_and_without_its_words()
    {
        var request = new LoginRequest("nobody@example.com", new("wrong"));
        var answer = await _studio.Anonymous.PostJsonAsync("/api/v1/login", request);
        await answer.ReadProblemAsync(HttpStatusCode.InternalServerError, "internal");
        var line = Assert.Single(_log.Errors);
        Assert.Contains("/api/v1/login", line, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidTimeZoneException), line, StringComparison.Ordinal);
        Assert.Contains(nameof(BrokenHasher), line, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_sender_did_wrong_is_not()
    {
        var answer = await _studio.Anonymous.PostTextAsync("/api/v1/login", "{");
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Empty(_log.Errors);
    }

    sealed class BrokenHasher : IPasswordHasher<User>
    {
        public string HashPassword(User user, string password) => throw new InvalidTimeZoneException(Canary);

        public PasswordVerificationResult VerifyHashedPassword(User user, string hash, string password) =>
            throw new InvalidTimeZoneException(Canary);
    }

    sealed class RecordedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel >= LogLevel.Error)
                Errors.Enqueue($"{formatter(state, exception)}\n{exception}");
        }

        public void Dispose() { }
    }
}

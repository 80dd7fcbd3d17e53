using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>A <c>.env</c> text: typed, pasted or read from a file.</summary>
public sealed partial class DotenvField : IDisposable
{
    /// <summary>
    /// In characters. A browser sends a text twice with each change, with its line ends and quotes escaped, and all that has to be
    /// smaller than the largest message; files come in parts.
    /// </summary>
    public const int MaxTyped = 500_000;

    /// <summary>In bytes: no file that is larger has fewer characters than an import takes.</summary>
    public const int MaxFile = ImportSecretKeys.MaxCharacters;

    static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    string _typed = "";
    string? _file;
    string? _error;
    int _chosen;

    /// <summary>With the whole text; with an empty one when it cannot be taken.</summary>
    [Parameter]
    public EventCallback<string> Changed { get; set; }

    /// <summary>The text may be a secret: it goes with the form.</summary>
    public void Dispose() => _typed = "";

    Task TypeAsync(ChangeEventArgs change)
    {
        _typed = change.Value as string ?? "";
        if (_typed.Length < MaxTyped)
            return ShowAsync(_typed, error: null);
        // The browser cut it there: half of a text is none.
        _typed = "";
        return ShowAsync("", "The text is too long to be pasted, and was cut off. Choose it as a file.");
    }

    async Task ReadAsync(InputFileChangeEventArgs change)
    {
        _chosen++;
        if (change.File.Size > MaxFile)
        {
            await ShowAsync("", $"The file is larger than {MaxFile / 1024 / 1024} MiB. Choose a .env file.");
            return;
        }

        try
        {
            using var bytes = new MemoryStream();
            await using (var stream = change.File.OpenReadStream(MaxFile))
                await stream.CopyToAsync(bytes);
            var text = _strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            _file = change.File.Name;
            await ShowAsync(text, error: null);
        }
        catch (DecoderFallbackException)
        {
            await ShowAsync("", "The file is no UTF-8 text. Save it as UTF-8, and choose it again.");
        }
        catch (Exception exception) when (exception is IOException or JSException)
        {
            await ShowAsync("", "The file could not be read. Choose it again.");
        }
    }

    Task RemoveAsync()
    {
        _file = null;
        return ShowAsync(_typed, error: null);
    }

    Task ShowAsync(string text, string? error)
    {
        _error = error;
        return Changed.InvokeAsync(text);
    }
}

namespace Studio.Components;

/// <summary>What a colour means. A tone always comes with an icon and a word.</summary>
public enum Tone
{
    /// <summary>Nothing to say: stopped, skipped, unknown.</summary>
    Neutral,

    /// <summary>Under way, or worth knowing.</summary>
    Info,

    /// <summary>As it should be.</summary>
    Success,

    /// <summary>Works, but wants a look.</summary>
    Warning,

    /// <summary>Failed, or about to destroy something.</summary>
    Danger,
}

/// <summary>How a <see cref="Tone"/> looks.</summary>
public static class Tones
{
    /// <summary>The class that sets <c>--tone</c> and <c>--tone-tint</c> (studio.css).</summary>
    public static string Class(this Tone tone) =>
        tone switch
        {
            Tone.Info => "tone-info",
            Tone.Success => "tone-success",
            Tone.Warning => "tone-warning",
            Tone.Danger => "tone-danger",
            _ => "tone-neutral",
        };

    /// <summary>The icon when nothing more fitting is given.</summary>
    public static string Icon(this Tone tone) =>
        tone switch
        {
            Tone.Info => "info",
            Tone.Success => "check_circle",
            Tone.Warning => "warning",
            Tone.Danger => "error",
            _ => "circle",
        };
}

using System.Collections.Frozen;

namespace Studio.Domain.SecretKeys;

/// <summary>A provider whose keys have names that its libraries look for.</summary>
/// <param name="Id">Such as <c>openai</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Names">The variables that make up one account, the one that stands for it first.</param>
public sealed record Preset(string Id, string Title, IReadOnlyList<PresetName> Names)
{
    /// <summary>All that there are, by their titles.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        One("anthropic", "Anthropic", "ANTHROPIC_API_KEY", "sk-ant-"),
        new("aws", "AWS", [new("AWS_ACCESS_KEY_ID", "AKIA", "ASIA"), new("AWS_SECRET_ACCESS_KEY")]),
        new("azure-openai", "Azure OpenAI", [new("AZURE_OPENAI_API_KEY"), new("AZURE_OPENAI_ENDPOINT", "https://")]),
        One("cloudflare", "Cloudflare", "CLOUDFLARE_API_TOKEN"),
        One("cohere", "Cohere", "COHERE_API_KEY"),
        One("deepseek", "DeepSeek", "DEEPSEEK_API_KEY", "sk-"),
        One("digitalocean", "DigitalOcean", "DIGITALOCEAN_ACCESS_TOKEN", "dop_v1_"),
        One("gemini", "Google Gemini", "GEMINI_API_KEY", "AIza"),
        One("github", "GitHub", "GITHUB_TOKEN", "ghp_", "github_pat_", "gho_", "ghs_"),
        One("gitlab", "GitLab", "GITLAB_TOKEN", "glpat-"),
        One("groq", "Groq", "GROQ_API_KEY", "gsk_"),
        One("huggingface", "Hugging Face", "HF_TOKEN", "hf_"),
        new("langfuse", "Langfuse", [new("LANGFUSE_SECRET_KEY", "sk-lf-"), new("LANGFUSE_PUBLIC_KEY", "pk-lf-")]),
        One("mistral", "Mistral", "MISTRAL_API_KEY"),
        One("npm", "npm", "NPM_TOKEN", "npm_"),
        One("openai", "OpenAI", "OPENAI_API_KEY", "sk-"),
        One("openrouter", "OpenRouter", "OPENROUTER_API_KEY", "sk-or-"),
        One("perplexity", "Perplexity", "PERPLEXITY_API_KEY", "pplx-"),
        One("pinecone", "Pinecone", "PINECONE_API_KEY", "pcsk_"),
        One("replicate", "Replicate", "REPLICATE_API_TOKEN", "r8_"),
        One("sendgrid", "SendGrid", "SENDGRID_API_KEY", "SG."),
        One("sentry", "Sentry", "SENTRY_DSN", "https://"),
        One("slack", "Slack", "SLACK_BOT_TOKEN", "xoxb-"),
        One("stripe", "Stripe", "STRIPE_SECRET_KEY", "sk_live_", "sk_test_", "rk_"),
        One("tavily", "Tavily", "TAVILY_API_KEY", "tvly-"),
        One("telegram", "Telegram", "TELEGRAM_BOT_TOKEN"),
        One("tinker", "Tinker", "TINKER_API_KEY"),
        One("together", "Together AI", "TOGETHER_API_KEY"),
        new("twilio", "Twilio", [new("TWILIO_AUTH_TOKEN"), new("TWILIO_ACCOUNT_SID", "AC")]),
        One("wandb", "Weights & Biases", "WANDB_API_KEY"),
        One("xai", "xAI", "XAI_API_KEY", "xai-"),
    ];

    static readonly FrozenDictionary<string, Preset> ById = All.ToFrozenDictionary(preset => preset.Id);

    /// <returns>Null when there is none of that id.</returns>
    public static Preset? Find(string? id) => id is null ? null : ById.GetValueOrDefault(id);

    static Preset One(string id, string title, string name, params string[] prefixes) =>
        new(id, title, [new PresetName(name, prefixes)]);
}

/// <summary>A variable of a preset.</summary>
/// <param name="Name">As the provider's own libraries read it.</param>
/// <param name="Prefixes">What its values begin with as a rule; empty: nothing is known of them.</param>
public sealed record PresetName(string Name, params string[] Prefixes)
{
    /// <summary>What a value looks like, for a hint; null: nothing is known.</summary>
    public string? Shape => Prefixes.Length == 0 ? null : $"Begins with {string.Join(" or ", Prefixes)}, as a rule.";

    /// <summary>Whether a value may be what it should be. A hint, no rule: providers change their minds.</summary>
    public bool Fits(string value) =>
        Prefixes.Length == 0 || Prefixes.Any(prefix => value.StartsWith(prefix, StringComparison.Ordinal));
}

using Studio.Client.Launches;
using Studio.Client.Services;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using static Studio.Common.WireWords;

namespace Studio.Launches;

static class LaunchesMapping
{
    public static LaunchResponse ToResponse(this LaunchView view) =>
        new(
            $"{view.Launch.Id}",
            $"{view.Launch.Service}",
            view.Launch.Revision,
            Word(view.Launch.State),
            view.Launch.ImageDigest,
            [.. view.Launch.SecretVersions.Select(used => new SecretVersionResponse(used.Id, used.Name, used.Version))],
            [.. view.Launch.Steps.Where(HasBegun).Select(step => ToResponse(StepFacts.Of(step)))],
            view.Launch.ContainerId,
            view.Launch.StartedBy,
            view.Launch.Error,
            view.Launch.CreatedAt,
            view.Launch.EndedAt,
            Word(view.Launch.Reason),
            view.Launch.Pattern?.ToString()
        );

    public static LaunchEventResponse ToResponse(LaunchEvent happened) =>
        new(
            happened.At,
            happened.Step is { } step ? ToResponse(step) : null,
            happened.Pull is { } pull ? ToResponse(pull) : null,
            happened.State is { } state ? Word(state) : null,
            happened.Error
        );

    public static PreviewResponse ToResponse(this LaunchPlan plan) =>
        new(
            plan.Definition.Name,
            plan.Revision,
            new PreviewImageResponse(plan.Definition.Image, plan.Image.Digest, plan.Image.Present),
            plan.PullSecret is { } secret
                ? new PreviewPullSecretResponse($"{secret.Id}", secret.Name, Word(secret.Kind), secret.Server)
                : null,
            [.. plan.Environment.Select(ToResponse)],
            [
                .. plan.Definition.Ports.Select(port => new PortDefinition(
                    port.Container,
                    port.Host,
                    port.HostIp,
                    port.Protocol
                )),
            ],
            [
                .. plan.Problems.Select(problem => new PreviewProblemResponse(
                    problem.Code,
                    problem.Message,
                    problem.Field
                )),
            ],
            plan.EquivalentCommand
        );

    // A step that waits has nothing to tell; the contract knows done, running, failed and skipped.
    static bool HasBegun(LaunchStep step) => step.State != StepState.Waiting;

    static LaunchStepResponse ToResponse(StepFacts step) =>
        new(Word(step.Name), Word(step.State), step.StartedAt, step.EndedAt, step.Detail);

    static PullProgressResponse ToResponse(PullProgress pull) =>
        new(pull.Layer ?? "", pull.Status, pull.Current, pull.Total);

    static PreviewVariableResponse ToResponse(PlannedVariable variable) =>
        new(
            variable.Name,
            Word(variable.Delivery),
            ToResponse(variable.Source),
            variable.Preview?.Text,
            variable.Preview?.Bytes,
            variable.Value,
            variable.Overrides is { } overridden ? ToResponse(overridden) : null
        );

    static PreviewSourceResponse ToResponse(VariableSource source) =>
        source is SecretKeysSource keys
            ? new PreviewSourceResponse("secret-keys", $"{keys.Id}", keys.Name, keys.Version)
            : new PreviewSourceResponse("plain");
}

using Studio.Client.Services;

namespace Studio.EndToEnd.Faults;

static class SlowSite
{
    /// <summary>The same site, which only serves, and is healthy, that long after its start: time for a fault.</summary>
    public static CreateServiceRequest After(this CreateServiceRequest site, int seconds) =>
        site with
        {
            Command = new([
                "sh",
                "-c",
                $"env; trap 'exit 0' TERM; sleep {seconds} & wait $!; httpd -f -p 8080 -h /www & wait",
            ]),
            Health = new(new HttpHealthDefinition(8080), IntervalSeconds: 1, StartPeriodSeconds: 60),
        };
}

using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Audit;

public static class AuditSlice
{
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddSingleton<AuditTrail>().AddSingleton<ListAudit>().AddSingleton<VerifyAudit>();
}

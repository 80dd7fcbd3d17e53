using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Identity;

public static class IdentitySlice
{
    public static IServiceCollection AddIdentity(this IServiceCollection services) =>
        services
            .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
            .AddSingleton<SealedTokens>()
            .AddSingleton<IdentifyActor>()
            .AddSingleton<SetUpStudio>()
            .AddSingleton<LogIn>()
            .AddSingleton<LogOut>()
            .AddSingleton<GetMe>()
            .AddSingleton<CreateToken>()
            .AddSingleton<ListTokens>()
            .AddSingleton<ListUserTokens>()
            .AddSingleton<RevokeToken>()
            .AddSingleton<CreateUser>()
            .AddSingleton<ListUsers>()
            .AddSingleton<UpdateUser>();
}

using Microsoft.OpenApi;
using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Client.Services;

namespace Studio.OpenApi;

/// <summary>The description of the REST API, at <c>/openapi/v1.json</c>, and a page to try it, at <c>/swagger</c>.</summary>
static class OpenApiDoors
{
    const string Document = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            Document,
            options =>
            {
                options.ShouldInclude = description =>
                    description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Describe(document);
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, _, _) =>
                    {
                        // Named after their doors, SecretKeysApi and so on; people know the noun.
                        operation.Tags = operation
                            .Tags?.Select(tag => new OpenApiTagReference(
                                tag.Name!.Replace("Api", "", StringComparison.Ordinal)
                            ))
                            .ToHashSet();
                        return Task.CompletedTask;
                    }
                );
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        DescribeConverted(schema, context.JsonTypeInfo.Type);
                        return Task.CompletedTask;
                    }
                );
            }
        );

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint($"/openapi/{Document}.json", "Studio");
            options.DocumentTitle = "Studio API";
        });
    }

    static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Studio",
            Version = Document,
            Description =
                "Secret keys, image pull secrets, services and launches. Errors are application/problem+json.",
        };
        // The address is the one that serves the document; written down it would differ from machine to machine.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["token"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API token, stu_….",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
    }

    // What a converter reads and writes cannot be seen in the type.
    static void DescribeConverted(OpenApiSchema schema, Type type)
    {
        if (type == typeof(SecretValue))
        {
            schema.Type = JsonSchemaType.String;
            schema.WriteOnly = true;
            schema.Description = "A secret value: accepted, and never given back.";
        }
        else if (type == typeof(CommandLine))
        {
            schema.Description = "A string, split like a shell would but never run by one, or an array of arguments.";
        }
        else if (type == typeof(SecretOrReference))
        {
            schema.Description = "A string with the secret value; accepted, and never given back.";
            schema.WriteOnly = true;
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Studio.Domain.Migrations
{
    /// <inheritdoc />
    public partial class TokenParents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Parent",
                table: "ApiTokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_ActorId_Sequence",
                table: "AuditEntries",
                columns: new[] { "ActorId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_SubjectName_Sequence",
                table: "AuditEntries",
                columns: new[] { "SubjectName", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_TokenId_Sequence",
                table: "AuditEntries",
                columns: new[] { "TokenId", "Sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_ActorId_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_SubjectName_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_TokenId_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropColumn(
                name: "Parent",
                table: "ApiTokens");
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Local;

/// <summary>A page with the parts, where they are, how they are, and what they say.</summary>
internal static class ResourcePage
{
    public static void Map(WebApplication app, LocalRun run, LocalLog log)
    {
        app.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        app.MapGet("/api/resources", () => run.Instances.Select(part => new { part.Name, part.State, part.Healthy, part.Restarts, part.ProcessId, part.Urls }));
        app.MapGet("/api/logs", () => log.Lines);
    }

    private const string Page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Resources</title>
        <style>body{font:14px system-ui;margin:1rem}td,th{padding:.2rem .8rem;text-align:left}pre{background:#111;color:#ddd;padding:.6rem;height:65vh;overflow:auto}</style>
        <table><thead><tr><th>Part<th>State<th>Ready<th>Address<th>Process<th>Restarts</thead><tbody id="parts"></tbody></table><pre id="log"></pre>
        <script>
        const cell = (row, text) => { row.insertCell().textContent = text ?? ''; };
        async function show() {
          const parts = await (await fetch('/api/resources')).json();
          const rows = document.getElementById('parts');
          rows.replaceChildren();
          for (const part of parts) {
            const row = rows.insertRow();
            cell(row, part.name); cell(row, part.state); cell(row, part.healthy ? 'yes' : 'no'); cell(row, part.urls.join(' ')); cell(row, part.processId); cell(row, part.restarts);
          }
          const log = document.getElementById('log');
          const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 5;
          log.textContent = (await (await fetch('/api/logs')).json()).join('\n');
          if (atEnd) log.scrollTop = log.scrollHeight;
        }
        setInterval(show, 1500); show();
        </script></html>
        """;
}

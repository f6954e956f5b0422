using AgentPlatform.Contracts.Agents;
using ExecutionService.Sandboxes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ExecutionService.Tools.Code;

/// <summary>Tools that run the model's code in the sandbox, in the workspace of the run.</summary>
internal sealed class CodeTools(ISandbox sandbox, IOptions<SandboxOptions> options) : IToolSource
{
    private const string Where = "The working folder /workspace is kept between calls and runs; files under out/ are results for people. /tmp is empty again at each call. Nothing can be asked of a person while it runs.";

    public ValueTask<ToolSet> OpenAsync(ToolContext context, CancellationToken cancellationToken)
    {
        var named = ToolNames.Code.Where(context.Names).ToList();
        if (named.Count == 0)
        {
            return ValueTask.FromResult(ToolSet.None);
        }

        if (sandbox.Status is { Available: false, Reason: var reason })
        {
            return ValueTask.FromResult(new ToolSet([], named.ToDictionary(name => name, name => $"{name} cannot be used here. {reason}")));
        }

        var code = new CodeCalls(sandbox, options.Value, context);
        AgentTool[] all =
        [
            new(AIFunctionFactory.Create(code.RunNodeAsync, ToolNames.RunNode, $"Runs JavaScript with Node; print what you want to see. {Where} Packages: npm install with {ToolNames.RunShell}, if the agent may reach the registry."), ToolEffect.SideEffecting),
            new(AIFunctionFactory.Create(code.RunPythonAsync, ToolNames.RunPython, $"Runs a Python 3 program; print what you want to see. {Where}"), ToolEffect.SideEffecting),
            new(AIFunctionFactory.Create(code.RunShellAsync, ToolNames.RunShell, $"Runs a command with bash. {Where}"), ToolEffect.SideEffecting),
        ];
        return ValueTask.FromResult(new ToolSet([.. all.Where(tool => context.Names(tool.Function.Name))]));
    }
}

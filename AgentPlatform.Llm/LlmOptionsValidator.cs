using Microsoft.Extensions.Options;

namespace AgentPlatform.Llm;

[OptionsValidator]
internal sealed partial class LlmOptionsValidator : IValidateOptions<LlmOptions>;

import { z } from './zod';

const Body = z.object({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().nullish(),
  traceId: z.string().nullish(),
  errors: z.record(z.string(), z.array(z.string())).nullish(),
  suggestions: z.array(z.string()).nullish(),
});

/** A refusal of the platform: RFC 9457 problem+json, or what is known when the answer was something else. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: Record<string, string[]> = {},
    readonly suggestions: string[] = [],
    readonly traceId: string | null = null,
    /** The whole answer: some refusals carry more. */
    readonly body: unknown = null,
  ) {
    super(message);
  }

  /** The first message for a field; names are compared without case because validators write `Name` for `name`. */
  field(name: string): string | undefined {
    return Object.entries(this.errors).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1][0];
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  const whole: unknown = await response.json().catch(() => null);
  const body = Body.safeParse(whole).data;
  const fallback = response.status >= 500 ? 'model-unavailable' : 'unknown';
  return new Problem(
    response.status,
    body?.code ?? fallback,
    body?.detail ?? body?.title ?? `HTTP ${response.status}`,
    body?.errors ?? {},
    body?.suggestions ?? [],
    body?.traceId ?? null,
    whole,
  );
}

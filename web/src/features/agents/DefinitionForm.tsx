import { Alert, Button, NumberInput, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { limitNames, type Agent } from '../../api/agents';
import { Problem } from '../../api/problem';
import { notifyDone } from '../../ui/notify';
import css from './agents.module.css';
import { changesBetween, draftOf, type DefinitionDraft } from './definition';
import { readSchema } from './runtimeDraft';
import { RuntimeSection } from './RuntimeSection';
import { SaveError } from './SaveError';
import { ToolPicker } from './ToolPicker';
import { useEditAgent } from './useAgents';

export function DefinitionForm({ agent, etag, onReload }: { agent: Agent; etag: string | null; onReload: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const [saved] = useState(() => draftOf(agent));
  const [draft, setDraft] = useState(saved);
  const edit = useEditAgent(agent.id, etag);
  const change = changesBetween(saved, draft);
  const unreadable = readSchema(draft.runtime.outputSchema) === undefined;
  const dirty = unreadable || Object.keys(change).length > 0;
  const problem = edit.error instanceof Problem ? edit.error : undefined;
  const set = <K extends keyof DefinitionDraft>(name: K, value: DefinitionDraft[K]) => setDraft((old) => ({ ...old, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate(change, { onSuccess: ({ value }) => notifyDone(t('agent.savedAs', { version: value.version })) });
  };

  return (
    <form onSubmit={submit}>
      <div className={css.form}>
        <div className={css.column}>
          <TextInput label={t('agent.name')} required maxLength={100} value={draft.name} error={problem?.field('name')} onChange={(event) => set('name', event.currentTarget.value)} />
          <Textarea label={t('agent.description')} autosize minRows={2} maxLength={2_000} value={draft.description} error={problem?.field('description')} onChange={(event) => set('description', event.currentTarget.value)} />
          <Textarea className={css.prompt} label={t('agent.prompt')} description={t('agent.promptHint')} autosize minRows={10} maxRows={28} maxLength={32_000}
            value={draft.finalAgentPrompt} error={problem?.field('finalAgentPrompt')} onChange={(event) => set('finalAgentPrompt', event.currentTarget.value)} />
          <ToolPicker value={draft.tools} error={problem?.field('tools')} onChange={(tools) => set('tools', tools)} />
          <RuntimeSection draft={draft.runtime} tools={draft.tools} problem={problem} onChange={(part) => setDraft((old) => ({ ...old, runtime: { ...old.runtime, ...part } }))} />
        </div>
        <div className={css.column}>
          <TextInput label={t('agent.model')} placeholder={t('agent.modelDefault')} value={draft.model} error={problem?.field('model')} onChange={(event) => set('model', event.currentTarget.value)} />
          <Text size="sm" fw={600} mt="xs">{t('agent.limits')}</Text>
          {limitNames.map((name) => (
            <NumberInput key={name} label={t(`limit.${name}`)} min={1} allowDecimal={false} thousandSeparator="," hideControls value={draft.limits[name]}
              placeholder={t('limit.default')} error={problem?.field(`limits.${name}`) ?? problem?.field(name)}
              onChange={(value) => set('limits', { ...draft.limits, [name]: typeof value === 'number' ? value : '' })} />
          ))}
        </div>
      </div>
      {problem && <SaveError problem={problem} onReload={onReload} />}
      {edit.error && !problem && <Alert color="red" mt="md">{edit.error.message}</Alert>}
      <div className={css.saveBar}>
        <Text size="xs" c="dimmed" mr="auto">{unreadable ? t('runtime.cannotSave') : dirty ? t('agent.newVersionHint', { version: agent.version + 1 }) : t('agent.noChanges')}</Text>
        <Button variant="default" disabled={!dirty} onClick={() => { setDraft(saved); edit.reset(); }}>{t('app.discard')}</Button>
        <Button type="submit" disabled={!dirty || unreadable || !draft.name.trim()} loading={edit.isPending}>{t('app.save')}</Button>
      </div>
    </form>
  );
}

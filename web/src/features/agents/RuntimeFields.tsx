import { MultiSelect, Radio, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { engines, unknownOutcomes, type Engine, type UnknownOutcome } from '../../api/runtime';
import { toHost } from '../../ui/toHost';
import { useSecrets } from '../secrets/useSecrets';
import { McpServers } from './McpServers';
import { readSchema } from './runtimeDraft';
import type { RuntimeProps } from './RuntimeSection';
import css from './tools.module.css';
import { useTools } from './useTools';

export function RuntimeFields(props: RuntimeProps) {
  return (
    <div className={css.runtime}>
      <Reach {...props} />
      <Asking {...props} />
      <div className={css.wide}><McpServers {...props} /></div>
      <Output {...props} />
      <EngineFields {...props} />
    </div>
  );
}

function Reach({ draft, problem, onChange }: RuntimeProps) {
  const { t } = useTranslation();
  const secrets = useSecrets();
  const names = secrets.data?.map((secret) => secret.name) ?? [];
  const gone = secrets.data ? draft.secrets.filter((name) => !names.includes(name)) : [];
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('runtime.reach')}</legend>
      <TagsInput label={t('runtime.allowedDomains')} description={t('runtime.allowedDomainsHint')} placeholder={draft.allowedDomains.length === 0 ? t('runtime.noNetwork') : undefined}
        splitChars={[',', ' ', '\n']} maxTags={50} value={draft.allowedDomains} error={problem?.field('runtime.allowedDomains')}
        onChange={(domains) => onChange({ allowedDomains: [...new Set(domains.map(toHost))] })} />
      <MultiSelect label={t('runtime.secrets')} description={t('runtime.secretsHint')} data={[...new Set([...names, ...draft.secrets])]} value={draft.secrets}
        maxValues={20} searchable nothingFoundMessage={t('secret.none')} error={problem?.field('runtime.secrets')} onChange={(value) => onChange({ secrets: value })} />
      {gone.length > 0 && <Text size="sm" className={css.missing} role="status">{t('runtime.secretsGone', { names: gone.join(', ') })}</Text>}
      <Text size="sm"><Link to="/secrets">{t('runtime.openSecrets')}</Link></Text>
      <TextInput label={t('runtime.notifyUrl')} description={t('runtime.notifyUrlHint')} type="url" placeholder="https://" maxLength={2_000}
        value={draft.notifyUrl} error={problem?.field('runtime.notifyUrl')} onChange={(event) => onChange({ notifyUrl: event.currentTarget.value })} />
    </fieldset>
  );
}

function Asking({ draft, tools, problem, onChange }: RuntimeProps) {
  const { t } = useTranslation();
  const choices = [...tools, ...draft.mcpServers.filter((server) => server.name).map((server) => `${server.name}__*`)];
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('runtime.asking')}</legend>
      <TagsInput label={t('runtime.approvalTools')} description={t('runtime.approvalToolsHint')} data={[...new Set(choices)]} splitChars={[',', ' ']} maxTags={64}
        value={draft.approvalTools} error={problem?.field('runtime.approvalTools')} onChange={(approvalTools) => onChange({ approvalTools })} />
      <Radio.Group label={t('runtime.unknownOutcome')} description={t('runtime.unknownOutcomeHint')} value={draft.unknownOutcome} error={problem?.field('runtime.unknownOutcome')}
        onChange={(value) => onChange({ unknownOutcome: value as UnknownOutcome })}>
        <Stack gap="xs" mt={4}>{unknownOutcomes.map((value) => <Radio key={value} value={value} label={t(`runtime.unknownOutcomes.${value}`)} />)}</Stack>
      </Radio.Group>
    </fieldset>
  );
}

function Output({ draft, problem, onChange }: RuntimeProps) {
  const { t } = useTranslation();
  const unreadable = readSchema(draft.outputSchema) === undefined;
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('runtime.output')}</legend>
      <Textarea className={css.schema} label={t('runtime.outputSchema')} description={t('runtime.outputSchemaHint')} autosize minRows={4} maxRows={18} maxLength={16_384} spellCheck={false}
        placeholder={'{ "type": "object" }'} value={draft.outputSchema} error={unreadable ? t('runtime.outputSchemaUnreadable') : problem?.field('runtime.outputSchema')}
        onChange={(event) => onChange({ outputSchema: event.currentTarget.value })} />
    </fieldset>
  );
}

function EngineFields({ draft, problem, onChange }: RuntimeProps) {
  const { t } = useTranslation();
  const report = useTools();
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('runtime.models')}</legend>
      <Radio.Group label={t('runtime.engine')} value={draft.engine} error={problem?.field('runtime.engine')} onChange={(value) => onChange({ engine: value as Engine })}>
        <Stack gap="xs" mt={4}>
          {engines.map((value) => {
            const known = report.data?.engines.find((engine) => engine.name === value);
            const missing = known?.available === false;
            return (
              <Radio key={value} value={value} label={t(`runtime.engines.${value}`)} disabled={missing && draft.engine !== value}
                description={<>{t(`runtime.engineText.${value}`)}{missing && <span className={css.missing}>{t('tool.unavailable')}{known.reason && `: ${known.reason}`}</span>}</>} />
            );
          })}
        </Stack>
      </Radio.Group>
      <TagsInput label={t('runtime.fallbackModels')} description={t('runtime.fallbackModelsHint')} maxTags={5} value={draft.fallbackModels}
        error={problem?.field('runtime.fallbackModels')} onChange={(fallbackModels) => onChange({ fallbackModels })} />
    </fieldset>
  );
}

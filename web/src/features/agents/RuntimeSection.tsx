import { Badge, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../api/problem';
import { RuntimeFields } from './RuntimeFields';
import { settingsOf, type RuntimeDraft } from './runtimeDraft';
import css from './tools.module.css';

export type RuntimeProps = {
  draft: RuntimeDraft;
  /** The agent's tools: those that can ask first. */
  tools: string[];
  problem: Problem | undefined;
  onChange: (change: Partial<RuntimeDraft>) => void;
};

/** How runs work: closed until it is wanted, or until the server refuses something in it. */
export function RuntimeSection(props: RuntimeProps) {
  const { t } = useTranslation();
  const [opened, { open, toggle }] = useDisclosure();
  const { problem } = props;
  const refused = problem !== undefined && Object.keys(problem.errors).some((field) => /^runtime\b/i.test(field));
  const settings = settingsOf(props.draft);
  const Chevron = opened ? ChevronDown : ChevronRight;
  useEffect(() => { if (refused) open(); }, [refused, open]);

  return (
    <section>
      <UnstyledButton className={css.toggle} aria-expanded={opened} onClick={toggle}>
        <Chevron size={15} aria-hidden />{t('runtime.title')}
        {settings > 0 && <Badge color="gray">{t('runtime.settings', { count: settings })}</Badge>}
      </UnstyledButton>
      <Text size="sm" c="dimmed">{t('runtime.text')}</Text>
      {opened && <RuntimeFields {...props} />}
    </section>
  );
}

import { Text, Title, UnstyledButton } from '@mantine/core';
import { ChartLine, FileText, Newspaper, Sunrise } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/pageTitle';
import css from './chat.module.css';
import { Composer } from './Composer';
import { useStartConversation } from './useConversations';

const examples = [['stocks', ChartLine], ['papers', Newspaper], ['report', FileText], ['morning', Sunrise]] as const;

export function NewChatPage() {
  const { t } = useTranslation();
  usePageTitle(t('nav.newChat'));
  const start = useStartConversation();
  return (
    <div className={css.page}>
      <div className={css.log}>
        <div className={css.column}>
          <div className={css.welcome}>
            <Title order={1}>{t('chat.welcome')}</Title>
            <Text c="dimmed" maw="30rem">{t('chat.welcomeText')}</Text>
            <div className={css.examples}>
              {examples.map(([key, Icon]) => (
                <UnstyledButton key={key} className={css.example} disabled={start.isPending} onClick={() => start.mutate(t(`chat.example.${key}`))}>
                  <Icon size={17} strokeWidth={1.8} className={css.exampleIcon} aria-hidden />
                  {t(`chat.example.${key}`)}
                </UnstyledButton>
              ))}
            </div>
          </div>
        </div>
      </div>
      <div className={css.footer}>
        <Composer busy={false} disabled={start.isPending} onSend={(content) => start.mutate(content)} />
      </div>
    </div>
  );
}

import './slices-view.css';
import { selectAuth } from '../../store/auth/slice.ts';
import { useAppSelector } from '../../store/hooks.ts';
import { selectUser } from '../../store/user/slice.ts';
import { SlicePanel } from './slice-panel.tsx';
import { useInspectorTexts } from './use-inspector-texts.ts';
import { View } from './view.tsx';

/** The slices `auth` and `user` side by side, as they stand. */
export function SlicesView() {
  const { t } = useInspectorTexts();
  const auth = useAppSelector(selectAuth);
  const user = useAppSelector(selectUser);
  return (
    <View id="slices">
      <div className="slices">
        <SlicePanel name="auth" lead={t('slices.authLead')} slice={auth} />
        <SlicePanel name="user" lead={t('slices.userLead')} slice={user} token={user.token} />
      </div>
    </View>
  );
}

import { wordlist } from '@scure/bip39/wordlists/korean.js';
import { keystrokes } from './keystrokes.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Passwords that Koreans are known to choose: our own list, the likeliest first. */
const COMMON = words(`
  비밀번호 사랑해 사랑 안녕하세요 안녕 사랑해요 사랑합니다 대한민국 한국 바보 행복 우리 하나님 예수님 예수 가족
  엄마 아빠 친구 천사 공주 왕자 패스워드 암호 비번 관리자 로그인 감사합니다 고마워 고맙습니다 보고싶어 자기야 여보
  우리집 우리가족 행복하자 부자되자 화이팅 파이팅 아이디 컴퓨터 인터넷 네이버 카카오 구글 삼성 현대 서울 부산 대구
  인천 광주 대전 울산 제주도 강아지 고양이 나비 멍멍이 하늘 바다 별님 햇님 달님 무지개 봄날 여름 가을 겨울 호랑이
  토끼 거북이 독도 태극기 만세 동해물과 백두산이 애국가 축구 야구 농구 월드컵 붉은악마 홍길동 이순신 세종대왕
  김치 라면 치킨 삼겹살 소주 맥주 커피 사과 딸기 포도 수박 학교 선생님 학생 회사 대박 최고 짱구 뽀로로 둘리 또치
  도우너 피카츄 미키 건담 스타 게임 롤 메이플 던파 리니지 나야나 몰라 싫어 좋아 좋아해 미안해 괜찮아 배고파 잘자
  오빠 언니 누나 동생 형아 아들 딸 우리아들 우리딸 사랑이 행복이 희망 소망 믿음 평화 자유 나는나 내사랑 영원히
  할렐루야 아멘 주님 하느님 부처님 성모마리아 은혜 축복 기쁨 가나다라 가나다라마바사 아야어여 ㅁㄴㅇㄹ ㅋㅋㅋㅋ
  ㅎㅎㅎㅎ ㅇㅇㅇㅇ ㄱㄴㄷㄹ ㅂㅈㄷㄱ ㅠㅠㅠㅠ 일이삼사 하나둘셋 일이삼사오육칠팔 영일이삼
`);

const SURNAMES = words(`
  김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 유 남 심 노 하 곽 성 차 주 우 구
`);

const GIVEN_NAMES = words(`
  민준 서준 지훈 현우 민수 철수 영희 민지 지은 수진 지현 은정 미경 은영 영수 성민 준호 동현 성호 상훈 정훈 진우
  승현 민재 도윤 예준 시우 하준 주원 지호 지우 준서 건우 우진 선우 서진 연우 유준 정우 승우 시윤 준우 재원 서연 서윤
  지유 서현 하은 하윤 민서 윤서 채원 수아 지아 지윤 은서 다은 예은 수빈 소율 예린 아린 소윤 유진 혜진 지영 은주
  미영 영미 경희 정희 순자 영자 영숙 정숙 현숙 미숙 영호 영철 정호 상철 재현 태현 현수 성수 진수 동욱 준영 소연
  혜원 현정 은지 유나 나영 보람 아름 슬기 하나 다솜 연아 지수 제니 민호 태형 정국 남준 석진 윤기 호석 지민
`);

const typed = (list: readonly string[]): string[] => [...new Set(list.map(keystrokes))];

/**
 * Korean words for zxcvbn, each as it is typed on a QWERTY keyboard, the likeliest first: `names-ko` starts with the
 * most common surname.
 */
export const koreanWords = {
  'commonWords-ko': typed(COMMON),
  'firstnames-ko': typed(GIVEN_NAMES),
  'names-ko': typed(SURNAMES.flatMap((surname) => GIVEN_NAMES.map((given) => surname + given))),
};

/** Korean words in no particular order, the 2048 of BIP-39 (MIT), as they are typed on a QWERTY keyboard. */
export const koreanDiceware = typed(wordlist);

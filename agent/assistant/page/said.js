// The page's own few words; all others come with the view.
export const SAID = {
  kk: {
    gone: "Көмекші жабылды", goneHint: "Терезені жабуға болады. Қайта ашу үшін: baursak agent setup",
    notTaken: "Орындалмады. Қайта басыңыз.", language: "Тіл (F9)", connecting: "Қосылуда…", picture: "Сурет жоқ",
  },
  ru: {
    gone: "Помощник закрыт", goneHint: "Окно можно закрыть. Чтобы открыть снова: baursak agent setup",
    notTaken: "Не выполнено. Нажмите ещё раз.", language: "Язык (F9)", connecting: "Подключение…", picture: "Нет картинки",
  },
  en: {
    gone: "The assistant is closed", goneHint: "This window can be closed. To open it again: baursak agent setup",
    notTaken: "Not done. Press it again.", language: "Language (F9)", connecting: "Connecting…", picture: "No picture",
  },
};

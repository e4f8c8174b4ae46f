package intake

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"kurator/model"
)

var pasteNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.FixedZone("MSK", 3*3600))

func pasted(text string) Pasted { return Paste(text, pasteNow, pasteNow.Location()) }

func TestPastedPosts(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Pasted
		at   string
	}{
		"vk": {"https://vk.com/wall-123456_789?reply=790\nПолина Вежина\n24 ноя в 20:15\nКогда уберут снег у школы? Дети идут по дороге.\n\nНравится\nПоделиться\n12\n3,4K",
			Pasted{Channel: model.ChannelSocial, Link: "https://vk.com/wall-123456_789?reply=790", Author: "Полина Вежина", Text: "Когда уберут снег у школы? Дети идут по дороге."}, "2026-11-24 20:15"},
		"vk, hours ago": {"Полина Вежина\nдва часа назад\nСветофор не работает.\nПоказать полностью…\nvk.com/wall-1_2",
			Pasted{Channel: model.ChannelSocial, Link: "https://vk.com/wall-1_2", Author: "Полина Вежина", Text: "Светофор не работает."}, "2026-11-25 10:00"},
		"ok": {"Тимур Сейдов\nвчера в 18:40\nНе горят фонари на набережной, номер дома 12\nКласс 3\nКомментировать\nhttps://ok.ru/group/555/topic/777",
			Pasted{Channel: model.ChannelSocial, Link: "https://ok.ru/group/555/topic/777", Author: "Тимур Сейдов", Text: "Не горят фонари на набережной, номер дома 12"}, "2026-11-24 18:40"},
		"telegram": {"Жанна, [24.11.2026 21:05]\nНет воды с утра!\nЗвонить уже некуда.\n\nhttps://t.me/revda_chat/1234",
			Pasted{Channel: model.ChannelSocial, Link: "https://t.me/revda_chat/1234", Author: "Жанна", Text: "Нет воды с утра!\nЗвонить уже некуда."}, "2026-11-24 21:05"},
		"telegram, two messages": {"Жанна, [24.11.2026 21:05]\nНет воды.\n\nЖанна, [24.11.2026 21:06]\nИ тепла тоже.\n\nСтарший, [24.11.2026 21:07]\nУ нас тоже",
			Pasted{Channel: model.ChannelSocial, Author: "Жанна", Text: "Нет воды.\n\nИ тепла тоже.\n\nСтарший:\nУ нас тоже"}, "2026-11-24 21:05"},
		"whatsapp":     {"[24.11.2026, 09:12:33] Олег: Собаки у детского сада\nопять", Pasted{Channel: model.ChannelSocial, Author: "Олег", Text: "Собаки у детского сада\nопять"}, "2026-11-24 09:12"},
		"only words":   {"Позвонила женщина, жалуется на сугробы.\nПросит перезвонить.", Pasted{Text: "Позвонила женщина, жалуется на сугробы.\nПросит перезвонить."}, ""},
		"numbers stay": {"Прошу починить домофон.\nКвартира\n15\nспасибо", Pasted{Text: "Прошу починить домофон.\nКвартира\n15\nспасибо"}, ""},
		"ПОС": {"Сообщение № 330000017\nСтатус: В работе\nЗаявитель\nСнегирёва Алла Петровна\nТелефон: +7 900 000-12-34\nДата поступления: 24.11.2026\nКатегория: Дороги\nПодкатегория: Ямы\n" +
			"Адрес: пгт Ревда, ул. Победы, д. 5\nТекст сообщения:\nЯма у дома.\n\nПробил колесо.\nФото: 2 файла",
			Pasted{Card: true, Channel: model.ChannelPOS, Number: "330000017", Author: "Снегирёва Алла Петровна", Contact: "+7 900 000-12-34", Address: "пгт Ревда, ул. Победы, д. 5",
				Text: "Яма у дома.\n\nПробил колесо.", Topic: model.Topic{Group: "Дороги", Title: "Ямы"}, Link: "https://pos.gosuslugi.ru/backoffice/appeals/330000017"}, "2026-11-24 00:00"},
		"ИМ": {"ID 8801\nНомер инцидента: 12-7\nУрл поста: https://vk.com/wall-1_5\nURL автора: https://vk.com/id77\nТекст инцидента: Где автобус?\nИтог: -",
			Pasted{Card: true, Channel: model.ChannelIM, Number: "12-7", Link: "https://vk.com/wall-1_5", Page: "https://vk.com/id77", Text: "Где автобус?"}, ""},
	} {
		got := pasted(c.text)
		at := ""
		if !got.At.IsZero() {
			at = got.At.Format("2006-01-02 15:04")
		}
		got.At, got.HasTime = time.Time{}, false
		if got != c.want || at != c.at {
			t.Errorf("%s:\n got %+v at %s\nwant %+v at %s", name, got, at, c.want, c.at)
		}
	}
}

func FuzzPaste(f *testing.F) {
	for _, seed := range []string{"", "Номер: 1\nТекст: а\n\x1b[31m", "Имя, [24.11.2026 21:05]\nтекст", "https://vk.com/wall-1_2", "[1.1.26, 9:00] А: ", "два часа назад", "\r\r\u2028vk.com/",
		"Номер\nТекст сообщения\nАдрес\nЗаявитель\n", "99999999999999999999 мин назад", strings.Repeat("Номер: 1\n", 100), "\xff\xfe", "id 1\nтекст инцидента"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := pasted(text)
		lines := strings.Split(tidy(text), "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		for _, s := range []string{p.Number, p.Link, p.Author, p.Page, p.Contact, p.Text, p.Place, p.Address, p.Topic.Title, p.Topic.Group, p.Redirect} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
				t.Fatalf("%q of %q", s, text)
			}
		}
		for _, s := range []string{p.Number, p.Link, p.Page, p.Author} {
			if strings.Contains(s, "\n") {
				t.Fatalf("two lines in %q", s)
			}
		}
		if p.At.After(pasteNow.Add(24 * time.Hour)) {
			t.Fatalf("%v lies ahead", p.At)
		}
		if strings.TrimSpace(p.Text) == "" && strings.ContainsFunc(text, unicode.IsLetter) && !p.Card && p.Link == "" && p.Page == "" && p.Author == "" && p.At.IsZero() &&
			len(withoutButtons(lines)) > 0 && p.Channel == "" {
			t.Fatalf("the words of %q are lost", text)
		}
	})
}

package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/upkeep"
)

func staffCommand(p *program) *cobra.Command {
	cmd := group(&cobra.Command{
		Use:     "staff",
		GroupID: groupOffice,
		Short:   "Должностные лица, роли и подразделения",
		Example: "  kurator staff list\n  kurator staff login 3 petrova\n  kurator staff grant petrova curator --channel pos --basis \"распоряжение № 31-РГ\"\n" +
			"  kurator staff revoke 14 --to 31.12.2026",
	}, &cobra.Command{
		Use: "list", Short: "Показать должностных лиц и их роли", Args: exactly(0, ""), RunE: p.staffList,
	}, &cobra.Command{
		Use: "units", Short: "Показать подразделения", Args: exactly(0, ""), RunE: p.staffUnits,
	}, staffAdd(p), &cobra.Command{
		Use: "login ЛИЦО ЛОГИН", Short: "Связать должностное лицо с учётной записью", Args: exactly(2, "лицо (номер или логин) и учётную запись"), RunE: p.staffLogin,
	}, staffGrant(p), staffRevoke(p), staffAbsence(p), staffPresent(p), &cobra.Command{
		Use: "absences", Short: "Показать отсутствия и кто замещает", Args: exactly(0, ""), RunE: p.staffAbsences,
	}, staffHandover(p), &cobra.Command{
		Use: "rights [РОЛЬ]", Short: "Показать, кто что может", Args: cobra.ArbitraryArgs, RunE: p.staffRights,
		Long: "Показывает для каждой роли и каждого действия, можно ли, на каких стадиях и в каких каналах, и почему нет. С ролью — только её.\n" +
			"Таблица спрашивает те же правила, которые действуют при работе, под нынешними настройками учреждения.",
		Example: "  kurator staff rights curator\n  kurator staff rights --format csv",
	}, staffAuthorize(p))
	return cmd
}

func (p *program) staffList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	office, today := s.snap.Office, s.Today(s.snap)
	r := rows{columns: []column{{key: "official", title: "№", right: true}, {key: "login", title: "Логин"}, {key: "name", title: "Имя"},
		{key: "position", title: "Должность"}, {key: "unit", title: "Подразделение"}, {key: "grant", title: "№ роли", right: true},
		{key: "role", title: "Роль", hidden: true}, {key: "title", title: "Роль"}, {key: "channel", title: "Канал", hidden: true}, {key: "from", title: "С", show: dueRussian},
		{key: "to", title: "По", show: dueRussian}, {key: "active", title: "Действует"}, {key: "basis", title: "Основание"}}}
	for _, o := range office.OfficialList() {
		granted := false
		for _, g := range office.GrantList() {
			if g.Official != o.ID {
				continue
			}
			granted = true
			r.add(int64(o.ID), o.Login, o.Name, o.Position, office.UnitTitle(o.Unit), int64(g.ID), string(g.Role), g.Title(), string(g.Channel),
				string(g.From), string(g.To), today.Within(g.From, g.To), g.Basis)
		}
		if !granted {
			r.add(int64(o.ID), o.Login, o.Name, o.Position, office.UnitTitle(o.Unit), nil, "", "ролей нет", "", "", "", false, "")
		}
	}
	return p.print(p.format(formatTable), r)
}

func (p *program) staffUnits(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "unit", title: "№", right: true}, {key: "short", title: "Кратко"}, {key: "name", title: "Название"}, {key: "subordinate", title: "Подведомственное"},
		{key: "heads", title: "Кто готовит ответы"}, {key: "topics", title: "Темы"}, {key: "mail", title: "Почта", hidden: true}}}
	for _, u := range s.snap.Office.UnitList() {
		r.add(int64(u.ID), u.Title(), u.Name, u.Subordinate, strings.Join(upkeep.Heads(s.snap.Office, u.ID, s.Today(s.snap)), ", "), strings.Join(u.Topics, ", "), u.Mail)
	}
	return p.print(p.format(formatTable), r)
}

func staffAdd(p *program) *cobra.Command {
	var o model.Official
	var unit string
	cmd := &cobra.Command{
		Use: "add ЛОГИН", Short: "Внести должностное лицо", Args: exactly(1, "учётную запись"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Position == "" {
				return badCall(cmd, "Укажите должность: --position \"главный специалист\".")
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			o.Login = args[0]
			if _, ok := s.snap.Office.FindOfficial(o.Login); ok {
				return model.Faultf(model.Conflict, "Учётная запись «%s» уже внесена.", o.Login)
			}
			if o.Unit, err = s.optionalUnit(cmd.Context(), p, unit); err != nil {
				return err
			}
			return p.office(cmd.Context(), s, "Внесено должностное лицо", model.Ref{Noun: model.NounOfficial}, &model.PutOfficial{Official: o})
		},
	}
	cmd.Flags().StringVar(&o.Position, "position", "", "`ДОЛЖНОСТЬ`")
	cmd.Flags().StringVar(&o.Name, "name", "", "`ИМЯ` для подписи")
	cmd.Flags().StringVar(&unit, "unit", "", "`ПОДРАЗДЕЛЕНИЕ`")
	return cmd
}

func (p *program) staffLogin(cmd *cobra.Command, args []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	o, err := s.official(args[0])
	if err != nil {
		return err
	}
	if other, ok := s.snap.Office.FindOfficial(args[1]); ok && other.ID != o.ID {
		return model.Faultf(model.Conflict, "Учётная запись «%s» уже связана с другим лицом: %s.", args[1], other.Title())
	}
	o.Login = args[1]
	return p.office(cmd.Context(), s, "Связана учётная запись", model.Ref{Noun: model.NounOfficial, ID: int64(o.ID)}, &model.PutOfficial{Official: o})
}

func staffGrant(p *program) *cobra.Command {
	var channel, unit, from, to, basis string
	cmd := &cobra.Command{
		Use: "grant ЛИЦО РОЛЬ", Short: "Дать роль", Args: exactly(2, "лицо (номер или логин) и роль"),
		Long: "Даёт роль. Роли: coordinator — координатор, head — руководитель, curator — куратор, preparer — готовит проекты,\n" +
			"administrator — администратор, control — контроль исполнения.",
		RunE: func(cmd *cobra.Command, args []string) error {
			role, err := findRole(cmd, args[1])
			if err != nil {
				return err
			}
			if channel != "" && !model.ChannelID(channel).Known() {
				return badCall(cmd, "Неизвестный канал «%s». Каналы: %s.", channel, strings.Join(channelIDs(), " "))
			}
			ctx := cmd.Context()
			s, err := p.open(ctx)
			if err != nil {
				return err
			}
			o, err := s.official(args[0])
			if err != nil {
				return err
			}
			g := model.Grant{Official: o.ID, Role: role, Channel: model.ChannelID(channel), Basis: basis}
			if g.Unit, err = s.optionalUnit(ctx, p, unit); err != nil {
				return err
			}
			if g.From, err = s.optionalDate(from); err != nil {
				return err
			}
			if g.To, err = s.optionalDate(to); err != nil {
				return err
			}
			return p.office(ctx, s, "Дана роль", model.Ref{Noun: model.NounGrant}, &model.GrantRole{Grant: g})
		},
	}
	f := cmd.Flags()
	f.StringVar(&channel, "channel", "", "`КАНАЛ` куратора: "+strings.Join(channelIDs(), ", ")+"; без него — все")
	f.StringVar(&unit, "unit", "", "`ПОДРАЗДЕЛЕНИЕ`, которым роль ограничена")
	f.StringVar(&from, "from", "", "первый `ДЕНЬ`, например 01.12.2026")
	f.StringVar(&to, "to", "", "последний `ДЕНЬ`")
	f.StringVar(&basis, "basis", "", "`ДОКУМЕНТ`-основание")
	fixed(cmd, "channel", channelIDs()...)
	return cmd
}

func findRole(cmd *cobra.Command, word string) (model.Role, error) {
	var ids []string
	for _, r := range model.Roles() {
		if string(r) == word || russian.Fold(r.Title()) == russian.Fold(word) {
			return r, nil
		}
		ids = append(ids, string(r))
	}
	if near := russian.Nearest(word, ids); near != "" {
		return "", badCall(cmd, "Роли «%s» нет. Возможно, вы имели в виду «%s».", word, near)
	}
	return "", badCall(cmd, "Роли «%s» нет. Роли: %s.", word, strings.Join(ids, ", "))
}

func staffRevoke(p *program) *cobra.Command {
	var to, basis string
	cmd := &cobra.Command{
		Use: "revoke РОЛЬ", Short: "Прекратить роль (её номер — в staff list)", Args: exactly(1, "номер роли из kurator staff list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			s, err := p.open(ctx)
			if err != nil {
				return err
			}
			id, err := strconv.ParseInt(args[0], 10, 64)
			if _, ok := s.snap.Office.Grants[model.GrantID(id)]; err != nil || !ok {
				return model.Faultf(model.NotFound, "Роли № %s нет. Номера ролей: kurator staff list.", args[0])
			}
			revoke := &model.RevokeRole{To: s.Today(s.snap), Basis: basis}
			if to != "" {
				if revoke.To, err = s.optionalDate(to); err != nil {
					return err
				}
			}
			return p.office(ctx, s, "Прекращена роль", model.Ref{Noun: model.NounGrant, ID: id}, revoke)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "последний `ДЕНЬ` роли (обычно сегодня)")
	cmd.Flags().StringVar(&basis, "basis", "", "`ДОКУМЕНТ`-основание")
	return cmd
}

// office does one action on the office and tells what happened.
func (p *program) office(ctx context.Context, s *session, title string, ref model.Ref, action model.Action) error {
	result, err := s.Do(ctx, s.actor, store.Op{Title: title, Steps: []store.Step{{Ref: ref, Action: action}}})
	if err != nil {
		return err
	}
	if p.format(formatTable) == formatJSON {
		return p.printJSON(resultDocument(result))
	}
	for _, changed := range result.Changed {
		p.line(title + ": № " + strconv.FormatInt(changed.ID, 10) + ".")
	}
	for _, e := range result.Events {
		p.line(e.Say)
	}
	return nil
}

// official finds a person by number or login.
func (s *session) official(word string) (model.Official, error) {
	if o, ok := s.snap.Office.FindOfficial(word); ok {
		return o, nil
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		if o, ok := s.snap.Office.Officials[model.OfficialID(n)]; ok {
			return o, nil
		}
	}
	return model.Official{}, model.Faultf(model.NotFound, "Должностного лица «%s» нет. Номера и логины: kurator staff list.", word)
}

func (s *session) optionalUnit(ctx context.Context, p *program, word string) (model.UnitID, error) {
	if word == "" {
		return 0, nil
	}
	return (&setter{p: p, s: s, ctx: ctx}).unit(word)
}

func (s *session) optionalDate(word string) (model.Date, error) {
	if word == "" {
		return "", nil
	}
	m, err := s.moment(word)
	return model.DateOf(model.InstantOf(m.At), s.zone), err
}

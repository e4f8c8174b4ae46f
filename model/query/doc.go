// Package query is the one filter language of the desk, the commands and the configuration:
//
//	stage:new channel:pos due:<3d topic:жкх place:ревда holder:me overdue:yes "яма во дворе" sort:due
//	стадия:новое канал:пос срок:<3д -место:ловозеро (тема:дороги или тема:освещение) порядок:срок
//
// Conditions stand side by side (all must hold), «или»/or parts alternatives and binds weaker, «-» negates, brackets
// group, a comma lists alternatives of one field (канал:пос,им). Parse turns text into a tree, Print and PrintRussian turn
// it back, Complete offers what can be typed next, Match evaluates a tree over one row. Parse(Print(q)) equals q.
//
// # Compiling a tree
//
// A tree has five nodes, and nothing else implements Expr; nil means «everything»:
//
//	And   every element holds; at least two elements, none of them an And
//	Or    some element holds; at least two elements, none of them an Or
//	Not   the element does not hold. Two-valued: a missing value makes the inner term false and so the Not true;
//	      in SQL write «(…) IS NOT TRUE»
//	Word  full text over the words of the case: a Phrase stands together, otherwise word forms count
//	Term  a condition on one field; Field.Kind says which Values and Ops can occur:
//
//	KindEnum     Enum, Op Is                        column = id
//	KindFlag     Flag, Op Is                        the computed yes/no equals the flag
//	KindText     Text, Op Is                        a folded value contains russian.Fold(text)
//	             Text, Op Eq                        a folded value equals it
//	             TopicCode, Op Is (topic)           the code equals it or begins with it and a dot
//	             HolderKey, Op Is (holder)          model.Holder.Key equals it or begins with it and a colon
//	             Me, Op Is (holder, unit)           it is mine
//	             None, Op Is                        there is no value
//	KindID       Text, Op Is or Eq                  own number equals it, or an external id contains it (Eq: equals it),
//	                                                folded; Number, Range with Op Lt…Between compare own number
//	KindNumber   Number, Range, None                column compared; a missing value never matches a comparison
//	KindInstant  Date, Minute, Named, Span, Range   Term.Interval gives [from, to) over the stored column; None as above
//
// A missing instant (NULL or 0) never matches an interval: Interval.From is never below 1. For due and answer_by the
// interval is over late_from, the first second at which the case is late, so «due:today» holds a date deadline of today.
package query

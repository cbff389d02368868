"""In: the balances that a return breaks.

Out: the fewest figures that would mend them, the most plausible first.

The modules in the order in which they are used:

1. ``balances``: the rules and totals of a form as equations over the cells that a person typed.
2. Three ways of explaining equations that do not hold. ``one_mistake``: a single slip of a person
   explains a group of them, with ``typing_error`` saying how plausible that slip is.
   ``block_mistake``: one slip displaced many figures, whole columns or rows; ``block_choice`` says
   when that is told. ``fewest_changes``: several cells are wrong, and no fewer would do.
3. ``search``: the first way where it explains everything, then the second, else the third; and
   whether the answer is the only one. ``groups`` finds what belongs together.

:mod:`toolkit.audit.diagnosis` runs the search and puts the answers beside the findings of a return.
"""

//! Properties of a reset over generated people (design section 9).

mod reset;

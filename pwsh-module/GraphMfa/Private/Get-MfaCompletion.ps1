function Get-MfaCompletion {
    # What the Tab key offers for a parameter. It never fails, and says nothing else: somebody is typing.
    [CmdletBinding()]
    [OutputType([System.Management.Automation.CompletionResult])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateSet('Context', 'Kind', 'Method', 'Operation', 'Role', 'Unit', 'User')]
        [string] $What,

        # What a completer is given: command, parameter, what was typed, the syntax tree, and the other parameters.
        [Parameter(Position = 1)]
        [string] $Command,

        [Parameter(Position = 2)]
        [string] $Parameter,

        [Parameter(Position = 3)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $Typed,

        [Parameter(Position = 4)]
        [AllowNull()]
        [object] $Ast,

        [Parameter(Position = 5)]
        [AllowNull()]
        [System.Collections.IDictionary] $Bound
    )
    $errors = $global:Error.Count
    try {
        $ErrorActionPreference = 'Stop'
        Import-MfaFunction
        $begun = $Typed.Trim("'", '"')
        foreach ($name in (Get-MfaCompletionName -What $What -Typed $begun -Bound $Bound)) {
            $text = [string] $name.Text
            # Names with blanks or apostrophes, and what PowerShell would read as something else, stand in quotes.
            if ($text -notmatch '^[A-Za-z0-9][\w.@+-]*$') { $text = "'" + $text.Replace("'", "''") + "'" }
            New-Object -TypeName System.Management.Automation.CompletionResult -ArgumentList $text, $name.Shown, 'ParameterValue', $name.About
        }
    }
    catch { $null = $_ }
    finally { while ($global:Error.Count -gt $errors) { $global:Error.RemoveAt(0) } }
}

function Resolve-MfaIdentity {
    # Whom a command should act on, never guessed. Gives one table per person: User (an id or an address to send) and
    # Target (the person as the caller said it), or Error and Ends.
    #
    # The pipeline binder alone would take the first column that fits, and the text of a whole row where none does; so
    # objects from the pipeline are looked at here.
    [CmdletBinding()]
    param(
        # The value of -User.
        [Parameter()]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Bound,

        # The object from the pipeline.
        [Parameter()]
        [AllowNull()]
        [object] $InputObject,

        [Parameter()]
        [bool] $FromPipeline,

        [Parameter(Mandatory)]
        [hashtable] $Entry
    )
    if (-not $FromPipeline -or $null -eq $InputObject -or $InputObject -is [string] -or $InputObject -is [guid]) {
        if ($null -eq $Bound -or $Bound.Count -eq 0) { $Bound = @('') }
        foreach ($text in $Bound) { Test-MfaIdentityText $text }
        return
    }

    $columns = Get-MfaIdentityColumn $InputObject
    $first = ''
    if ($null -ne $Bound -and $Bound.Count -gt 0) { $first = $Bound[0] }
    $bindable = @("$InputObject", '')
    foreach ($name in 'User', 'UserPrincipalName', 'UPN', 'Mail', 'Id', 'ObjectId', 'UserId') { $bindable += [string] (Get-MfaField $InputObject $name) }
    if ($bindable -notcontains $first) {
        # -User { script block }: the caller said which text of the row it is.
        foreach ($text in $Bound) { Test-MfaIdentityText $text }
        return
    }
    if ($columns.Count -eq 0) {
        $fault = New-MfaFault -Code invalidInput -Message 'This row names nobody: none of UserPrincipalName, UPN, Mail, Id, ObjectId and UserId has a value that can be a person' `
            -Remedy 'Give the row one of these columns; ids must be object ids (GUIDs), and a CSV may need -Delimiter'
        return @{ Error = New-MfaErrorRecord $fault $InputObject; Ends = $false }
    }
    $identities = @{}
    foreach ($name in $columns.Keys) {
        $checked = Test-MfaIdentityText $columns[$name]
        if ($null -ne $checked.Error) { return $checked }
        $identities[$checked.User.ToLowerInvariant()] = $checked.User
    }
    if ($identities.Count -eq 1) { return $checked }
    Compare-MfaIdentity -Columns $columns -InputObject $InputObject -Entry $Entry
}

function ConvertTo-MfaRunRow {
    # What came from the pipeline, or as -User, as lines of JSON: one for each person. What is wrong with a row is for the
    # library to say, which knows more names of columns than the module.
    [CmdletBinding()]
    [OutputType([string])]
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
        [bool] $FromPipeline
    )
    $named = $Bound
    $columns = $null
    if ($FromPipeline -and $null -ne $InputObject -and $InputObject -isnot [string] -and $InputObject -isnot [guid]) {
        $bindable = @("$InputObject", '')
        foreach ($name in 'User', 'UserPrincipalName', 'UPN', 'Mail', 'Id', 'ObjectId', 'UserId') { $bindable += [string] (Get-MfaField $InputObject $name) }
        # Otherwise -User { script block }: the caller said which text of the row it is.
        if (@($Bound).Count -eq 0 -or $bindable -contains $Bound[0]) { $columns = Get-MfaIdentityColumn $InputObject }
    }
    if ($null -eq $columns) {
        if ($null -eq $named -or $named.Count -eq 0) { $named = @('') }
        $rows = @(foreach ($text in $named) { , [ordered] @{ user = ([string] $text).Trim() } })
    }
    else {
        $row = [ordered] @{}
        foreach ($name in $columns.Keys) {
            $key = $name
            if ($name -eq 'ours') { $key = 'user' }
            $row[$key] = $columns[$name]
        }
        if ($columns.Count -eq 0) {
            # Perhaps columns of another language.
            foreach ($property in $InputObject.PSObject.Properties) {
                if ($property.Value -is [string] -or $property.Value -is [guid]) { $row[$property.Name] = ([string] $property.Value).Trim() }
            }
        }
        $rows = @(, $row)
    }
    foreach ($row in $rows) {
        # What the module's own objects say is not meant for a run.
        if ($null -ne $columns -and -not $columns.Contains('ours')) {
            foreach ($name in 'Scope', 'Reason', 'Ticket', 'LifetimeMinutes') {
                $value = "$(Get-MfaField $InputObject $name)".Trim()
                if ($value) { $row[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $value }
            }
        }
        ConvertTo-MfaJson $row
    }
}
